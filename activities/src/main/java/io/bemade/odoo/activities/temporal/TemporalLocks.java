package io.bemade.odoo.activities.temporal;

import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.lock.InstanceLock.State;
import io.bemade.odoo.workflows.lock.LockActivities;
import io.bemade.odoo.workflows.lock.LockAnswer;
import io.bemade.odoo.workflows.lock.LockClaim;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.grpc.Context;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Locks are workflows: claims go to them by update-with-start. */
public final class TemporalLocks implements LockActivities {
    private static final Set<WorkflowExecutionStatus> ALIVE = Set.of(
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING,
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_PAUSED);

    /** Shorter than the heartbeat time-out of the activity that waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lock-deadline");
        thread.setDaemon(true);
        return thread;
    });

    private final WorkflowClient client;
    private final String taskQueue;

    public TemporalLocks(WorkflowClient client, String taskQueue) {
        this.client = client;
        this.taskQueue = taskQueue;
    }

    @Override
    public LockAnswer claim(LockClaim claim) {
        InstanceLock lock = client.newWorkflowStub(
                InstanceLock.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(taskQueue)
                        .setWorkflowId(InstanceLock.workflowId(claim.instance()))
                        .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                        .setStaticSummary("Lock of " + claim.instance())
                        .build());
        return withinPatience(
                claim,
                () -> WorkflowClient.executeUpdateWithStart(
                        lock::claim,
                        claim,
                        UpdateOptions.<LockAnswer>newBuilder()
                                .setWaitForStage(WorkflowUpdateStage.COMPLETED)
                                .build(),
                        new WithStartWorkflowOperation<>(lock::run, State.free(claim.instance()))));
    }

    /** The run itself, or one that it was reset to; a run that was started anew under the same id is somebody else. */
    private boolean isOwner(WorkflowExecutionDescription latest, LockHolder owner) {
        if (latest.getExecution().getRunId().equals(owner.runId())) {
            return true;
        }
        String chain = client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                        .setWorkflowId(owner.owner())
                        .setRunId(owner.runId())
                        .build())
                .describe()
                .getFirstRunId();
        return chain != null && !chain.isEmpty() && chain.equals(latest.getFirstRunId());
    }

    /** A claim may be lost when the lock workflow ends just then; it is safe to repeat, so nobody waits for an answer long. */
    private static LockAnswer withinPatience(LockClaim claim, Callable<LockAnswer> ask) {
        try {
            return Context.current()
                    .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS, DEADLINES)
                    .call(ask);
        } catch (WorkflowServiceException unanswered) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "the lock of " + claim.instance() + " did not answer: it is asked again",
                    unanswered);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean isAlive(LockHolder owner) {
        try {
            WorkflowExecutionDescription latest =
                    client.newUntypedWorkflowStub(owner.owner()).describe();
            return ALIVE.contains(latest.getStatus()) && isOwner(latest, owner);
        } catch (WorkflowNotFoundException gone) {
            return false;
        }
    }
}
