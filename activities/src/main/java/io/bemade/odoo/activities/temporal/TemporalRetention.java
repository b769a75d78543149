package io.bemade.odoo.activities.temporal;

import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.retention.RetentionActivities;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionRequest;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.util.Optional;

/** A clean-up is a workflow with a start delay, one per retired pair. */
public final class TemporalRetention implements RetentionActivities {
    private final WorkflowClient client;
    private final String taskQueue;

    public TemporalRetention(WorkflowClient client, String taskQueue) {
        this.client = client;
        this.taskQueue = taskQueue;
    }

    @Override
    public void scheduleCleanup(Cleanup cleanup) {
        start(cleanup, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING);
    }

    @Override
    public void ensureCleanup(Cleanup cleanup) {
        start(cleanup, WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING);
    }

    private void start(Cleanup cleanup, WorkflowIdConflictPolicy existing) {
        StoragePair pair = cleanup.pair();
        RetentionCleanup workflow = client.newWorkflowStub(
                RetentionCleanup.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(taskQueue)
                        .setWorkflowId(RetentionCleanup.workflowId(pair.instance(), pair))
                        .setWorkflowIdConflictPolicy(existing)
                        .setStartDelay(cleanup.delay())
                        .setStaticSummary("Delete " + pair + " at " + cleanup.deleteAt())
                        .build());
        WorkflowClient.start(
                workflow::run, new RetentionRequest(pair.instance(), pair.database(), Optional.of(cleanup.deleteAt())));
    }
}
