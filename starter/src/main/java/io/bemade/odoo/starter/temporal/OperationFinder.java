package io.bemade.odoo.starter.temporal;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which operation a person means who names a workflow id, an instance, or nothing. */
public final class OperationFinder {
    private static final Pattern INSTANCE = Pattern.compile("[^/]+/[^/]+");

    private final Connection connection;
    private final Instant now;

    public OperationFinder(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /**
     * The operation at work: the named one; the one that holds the named instance's lock, or else runs on it; the only one
     * there is.
     */
    public String running(Optional<String> target) {
        return target.map(this::runningOn).orElseGet(() -> only(Optional.empty()));
    }

    /** As {@link #running}; of an instance where nothing runs, the operation that came last. */
    public String newest(Optional<String> target) {
        Optional<InstanceRef> idle = target.filter(t -> INSTANCE.matcher(t).matches())
                .map(OperationFinder::instance)
                .filter(instance -> holder(instance).isEmpty());
        return idle.isEmpty() ? running(target) : newestOf(idle.get());
    }

    private String runningOn(String target) {
        if (!INSTANCE.matcher(target).matches()) {
            return target;
        }
        InstanceRef instance = instance(target);
        return holder(instance).orElseGet(() -> only(Optional.of(instance)));
    }

    private static InstanceRef instance(String target) {
        try {
            return InstanceRef.of(target);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private String newestOf(InstanceRef instance) {
        return new Operations(connection)
                .list(Optional.of(instance), 1, now).stream()
                        .map(Operations.Entry::workflowId)
                        .findFirst()
                        .orElseThrow(() -> new CommandFailed(
                                ExitCode.WRONG_USAGE, "There has been no operation on " + instance + " lately"));
    }

    private String only(Optional<InstanceRef> instance) {
        List<Operations.Entry> running = new Operations(connection).running(instance, now);
        String where = instance.map(i -> " on " + i).orElse("");
        if (running.isEmpty()) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, "No operation is running" + where);
        }
        if (running.size() > 1) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    running.size() + " operations are running" + where + ": name one of "
                            + running.stream().map(Operations.Entry::workflowId).collect(Collectors.joining(", ")));
        }
        return running.get(0).workflowId();
    }

    /** Asks the lock's workflow. Nobody holds it, or no worker answers for it: empty. */
    private Optional<String> holder(InstanceRef instance) {
        WorkflowStub lock = connection.client().newUntypedWorkflowStub(InstanceLock.workflowId(instance));
        try {
            if (lock.describe().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
                return Optional.empty();
            }
            return lock.query("state", InstanceLock.State.class).holders().stream()
                    .map(LockHolder::owner)
                    .findFirst();
        } catch (WorkflowNotFoundException e) {
            return Optional.empty();
        } catch (WorkflowException e) {
            if (GrpcFailures.find(e).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
