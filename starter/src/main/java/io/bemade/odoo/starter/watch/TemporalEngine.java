package io.bemade.odoo.starter.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.starter.progress.Failure;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.GrpcFailures;
import io.bemade.odoo.starter.temporal.Order;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Operations in Temporal, whose rules for workflow ids see to it that twice is once. */
final class TemporalEngine implements Engine {
    private final Connection connection;

    TemporalEngine(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void start(Order order, ResourceRef asker) {
        WorkflowStub stub = connection.client().newUntypedWorkflowStub(order.type(), options(order, asker));
        try {
            stub.start(order.request());
        } catch (WorkflowExecutionAlreadyStarted ended) {
            return;
        } catch (WorkflowException | StatusRuntimeException e) {
            if (GrpcFailures.is(e, Status.Code.INVALID_ARGUMENT)) {
                String words = GrpcFailures.find(e).map(GrpcFailures::words).orElse("");
                throw new Refusal("Temporal refuses to start " + order.workflowId() + ": " + words, e);
            }
            throw e;
        }
    }

    private WorkflowOptions options(Order order, ResourceRef asker) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(order.workflowId())
                .setTaskQueue(connection.taskQueue())
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setMemo(Map.of(ResourceRef.MEMO, asker))
                .setStaticSummary(order.summary())
                .setStaticDetails("Asked for by " + asker + ".");
        if (!order.delay().isZero()) {
            options.setStartDelay(order.delay());
        }
        return options.build();
    }

    @Override
    public void cancel(String workflowId, String why) {
        try {
            connection.client().newUntypedWorkflowStub(workflowId).cancel(why);
        } catch (WorkflowNotFoundException ended) {
            return;
        }
    }

    @Override
    public Optional<End> end(String workflowId) {
        WorkflowStub stub = connection.client().newUntypedWorkflowStub(workflowId);
        WorkflowExecutionStatus status;
        try {
            status = stub.describe().getStatus();
        } catch (WorkflowNotFoundException e) {
            return Optional.of(new End(
                    OperationPhase.FAILED,
                    "How " + workflowId + " ended is not known, for Temporal has forgotten it: look at the instance"));
        }
        return switch (status) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW -> Optional.empty();
            case WORKFLOW_EXECUTION_STATUS_CANCELED -> Optional.of(cancelled(stub));
            case WORKFLOW_EXECUTION_STATUS_TERMINATED ->
                Optional.of(cutOff("It was terminated from outside, so nothing was undone"));
            case WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
                Optional.of(cutOff("Its time in Temporal ran out, so nothing was undone"));
            default -> Optional.of(closed(stub));
        };
    }

    /** What stayed is found by the next operation and the daily sweep; what serves now, a person should look at. */
    private static End cutOff(String how) {
        return new End(
                OperationPhase.FAILED,
                how + ": look at the instance, and with odooctl pairs at what stayed; a rollback or a restore starts an"
                        + " Odoo that stands still");
    }

    private static End closed(WorkflowStub stub) {
        try {
            JsonNode result = stub.getResult(5, TimeUnit.SECONDS, JsonNode.class);
            String database = result == null ? "" : result.at("/pair/database").asText();
            return new End(OperationPhase.COMPLETED, database.isEmpty() ? "Completed" : "Served from " + database);
        } catch (WorkflowFailedException e) {
            return new End(OperationPhase.FAILED, Failure.of(e).message());
        } catch (TimeoutException e) {
            throw new IllegalStateException("Temporal does not say how " + stub.getExecution() + " ended", e);
        }
    }

    /** A cancellation that came too late closes the run as cancelled, too: the operation itself knows better. */
    private static End cancelled(WorkflowStub stub) {
        try {
            Operation.Status said = stub.query("status", Operation.Status.class);
            if (said.phase() == Phase.COMPLETED) {
                return new End(OperationPhase.COMPLETED, "Completed, for its cancellation came too late");
            }
            return new End(OperationPhase.CANCELLED, said.message().isEmpty() ? "Cancelled" : said.message());
        } catch (WorkflowException | StatusRuntimeException nobodyAnswers) {
            return new End(OperationPhase.CANCELLED, "Cancelled");
        }
    }
}
