package io.bemade.odoo.starter.progress;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.starter.temporal.GrpcFailures;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.reload.Reload;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of one operation: Temporal tells it the moment it comes, whatever the interval of looking. */
final class Ending {
    private static final Map<String, Class<?>> RESULTS = Map.of(
            Restore.TYPE, RestoreResult.class,
            StagingClone.TYPE, CloneResult.class,
            Reload.TYPE, CloneResult.class,
            Rollback.TYPE, RollbackResult.class,
            RetentionCleanup.TYPE, RetentionResult.class);

    private final WorkflowStub stub;
    private final String type;
    private final Lookout lookout;
    private final Class<?> resultType;
    private CompletableFuture<?> result;

    Ending(WorkflowStub stub, String type, Lookout lookout) {
        this.stub = stub;
        this.type = type;
        this.lookout = lookout;
        this.resultType = RESULTS.getOrDefault(type, JsonNode.class);
        this.result = stub.getResultAsync(resultType);
    }

    /** Empty: it has not ended within that time. */
    Optional<Outcome> await(Duration time) throws InterruptedException {
        try {
            return Optional.of(completed(Optional.ofNullable(result.get(time.toMillis(), TimeUnit.MILLISECONDS))));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WorkflowFailedException failed) {
                return Optional.of(unsuccessful(failed));
            }
            if (!GrpcFailures.passing(e)) {
                throw new IllegalStateException("the operation's result could not be read", e.getCause());
            }
            Thread.sleep(time.toMillis());
            result = stub.getResultAsync(resultType);
            return Optional.empty();
        }
    }

    private Outcome completed(Optional<Object> value) {
        return outcome(value.flatMap(Ending::instanceOf), "completed", value, Optional.empty(), Optional.empty());
    }

    private Outcome unsuccessful(WorkflowFailedException failed) {
        String status = failed.getWorkflowCloseEventType()
                .name()
                .replace("EVENT_TYPE_WORKFLOW_EXECUTION_", "")
                .toLowerCase(Locale.ROOT);
        Optional<Operation.Status> last = lookout.lastStatus();
        if (last.filter(said -> said.phase() == Phase.COMPLETED).isPresent()) {
            // Temporal closes a run as cancelled whatever it did after the request, and drops its result.
            return outcome(
                    last.flatMap(Operation.Status::instance),
                    "completed",
                    last.map(TooLate::new),
                    Optional.empty(),
                    Optional.empty());
        }
        Failure failure = Failure.of(failed);
        if (failure.type().equals(Failure.CANCELLED)) {
            failure = last.filter(said ->
                            said.phase() == Phase.FAILED && !said.message().isEmpty())
                    .map(said -> new Failure(Failure.CANCELLED, said.message()))
                    .orElse(failure);
        }
        return outcome(
                last.flatMap(Operation.Status::instance),
                status,
                Optional.empty(),
                Optional.of(failure),
                lookout.leftBehind());
    }

    private Outcome outcome(
            Optional<InstanceRef> instance,
            String status,
            Optional<Object> value,
            Optional<Failure> failure,
            Optional<List<String>> leftBehind) {
        String id = stub.getExecution().getWorkflowId();
        String run = stub.getExecution().getRunId();
        return new Outcome(id, run, type, instance, status, value, failure, leftBehind);
    }

    private static Optional<InstanceRef> instanceOf(Object result) {
        if (result instanceof RestoreResult restored) {
            return Optional.of(restored.pair().instance());
        }
        if (result instanceof CloneResult cloned) {
            return Optional.of(cloned.pair().instance());
        }
        return result instanceof RollbackResult rolled
                ? Optional.of(rolled.pair().instance())
                : Optional.empty();
    }
}
