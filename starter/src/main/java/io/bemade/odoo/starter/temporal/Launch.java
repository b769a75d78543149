package io.bemade.odoo.starter.temporal;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.grpc.Status;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DataConverter;
import java.util.Optional;

/**
 * Starts an operation, once: the same request name attaches to the run that is at work or has succeeded, and begins a new
 * run only after one that did not succeed.
 */
public final class Launch {
    private final Connection connection;

    public Launch(Connection connection) {
        this.connection = connection;
    }

    public Started start(Order order) {
        Optional<String> before = newestRun(order.workflowId());
        WorkflowExecution execution = startOrAttach(order);
        boolean attached = before.filter(execution.getRunId()::equals).isPresent();
        if (attached) {
            refuseOtherRequest(order, execution);
        }
        return new Started(order.workflowId(), execution.getRunId(), order.type(), attached);
    }

    private WorkflowExecution startOrAttach(Order order) {
        WorkflowStub stub = connection.client().newUntypedWorkflowStub(order.type(), options(order));
        try {
            return stub.start(order.request());
        } catch (WorkflowExecutionAlreadyStarted e) {
            return e.getExecution();
        }
    }

    private WorkflowOptions options(Order order) {
        WorkflowOptions.Builder options = WorkflowOptions.newBuilder()
                .setWorkflowId(order.workflowId())
                .setTaskQueue(connection.taskQueue())
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                .setStaticSummary(order.summary())
                .setStaticDetails("Requested by " + System.getProperty("user.name") + " with odooctl.");
        if (!order.delay().isZero()) {
            options.setStartDelay(order.delay());
        }
        return options.build();
    }

    private Optional<String> newestRun(String workflowId) {
        try {
            return Optional.of(connection
                    .client()
                    .newUntypedWorkflowStub(workflowId)
                    .describe()
                    .getExecution()
                    .getRunId());
        } catch (WorkflowNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Attaching in silence to a restore of yesterday's backup would be worse than an error. */
    private void refuseOtherRequest(Order order, WorkflowExecution execution) {
        JsonNode there;
        try {
            WorkflowExecutionStartedEventAttributes started = connection
                    .client()
                    .streamHistory(execution.getWorkflowId(), execution.getRunId())
                    .findFirst()
                    .orElseThrow()
                    .getWorkflowExecutionStartedEventAttributes();
            there = converter().fromPayloads(0, Optional.of(started.getInput()), JsonNode.class, JsonNode.class);
        } catch (RuntimeException e) {
            if (GrpcFailures.is(e, Status.Code.UNIMPLEMENTED)) {
                return;
            }
            throw e;
        }
        JsonNode asked =
                converter().fromPayloads(0, converter().toPayloads(order.request()), JsonNode.class, JsonNode.class);
        if (!asked.equals(there)) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "The request name of " + order.workflowId() + " belongs to another request, " + there
                            + ": choose another --request");
        }
    }

    private DataConverter converter() {
        return connection.client().getOptions().getDataConverter();
    }
}
