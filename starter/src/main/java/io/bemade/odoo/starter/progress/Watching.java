package io.bemade.odoo.starter.progress;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.temporal.GrpcFailures;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows one operation to its end. Needs nothing but a client, so whoever has one (the command line, a program with the
 * worker in the same process) can show progress. Temporal may go away and come back meanwhile.
 */
public final class Watching {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final WorkflowClient client;
    private final String workflowId;
    private final ProgressView view;
    private final Clock clock;
    private final Duration interval;

    public Watching(WorkflowClient client, String workflowId, ProgressView view) {
        this(client, workflowId, view, Clock.systemUTC(), INTERVAL);
    }

    public Watching(WorkflowClient client, String workflowId, ProgressView view, Clock clock, Duration interval) {
        this.client = client;
        this.workflowId = workflowId;
        this.view = view;
        this.clock = clock;
        this.interval = interval;
    }

    /** Returns when the operation has ended, however it ended; one that has ended before is only reported. */
    public Outcome untilItEnds() throws InterruptedException {
        WorkflowExecutionDescription first = describe();
        WorkflowExecution execution = first.getExecution();
        WorkflowStub stub = client.newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder()
                        .setWorkflowId(workflowId)
                        .setRunId(execution.getRunId())
                        .build(),
                Optional.of(first.getWorkflowType()));
        Lookout lookout = new Lookout(stub, client.getOptions().getDataConverter(), clock);
        try (view) {
            return follow(stub, lookout, first);
        }
    }

    private WorkflowExecutionDescription describe() {
        try {
            return client.newUntypedWorkflowStub(workflowId).describe();
        } catch (WorkflowNotFoundException e) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "Temporal has no operation " + workflowId + " in namespace "
                            + client.getOptions().getNamespace() + ", or forgot it after its retention",
                    e);
        }
    }

    private Outcome follow(WorkflowStub stub, Lookout lookout, WorkflowExecutionDescription first)
            throws InterruptedException {
        Ending ending = new Ending(stub, first.getWorkflowType(), lookout);
        Optional<Snapshot> snapshot = look(lookout, first);
        while (true) {
            snapshot.ifPresent(view::show);
            Optional<Outcome> outcome = ending.await(interval);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            snapshot = lookAgain(stub, lookout, snapshot);
        }
    }

    private Optional<Snapshot> lookAgain(WorkflowStub stub, Lookout lookout, Optional<Snapshot> before) {
        try {
            return look(lookout, stub.describe());
        } catch (RuntimeException e) {
            if (GrpcFailures.passing(e)) {
                return before.map(known -> known.because(
                        clock.instant(), "Temporal does not answer; the operation is safe there, trying again"));
            }
            throw e;
        }
    }

    private static Optional<Snapshot> look(Lookout lookout, WorkflowExecutionDescription description) {
        return running(description) ? Optional.of(lookout.look(description)) : Optional.empty();
    }

    private static boolean running(WorkflowExecutionDescription description) {
        return description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                || description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED;
    }
}
