package io.bemade.odoo.workflows;

import io.bemade.odoo.workflows.inspect.DoctorWorkflow;
import io.bemade.odoo.workflows.inspect.InventoryWorkflow;
import io.bemade.odoo.workflows.lock.InstanceLockWorkflow;
import io.bemade.odoo.workflows.reload.Reload;
import io.bemade.odoo.workflows.reload.ReloadWorkflow;
import io.bemade.odoo.workflows.removal.InstanceRemoval;
import io.bemade.odoo.workflows.removal.InstanceRemovalWorkflow;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.restore.RestoreWorkflow;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionCleanupWorkflow;
import io.bemade.odoo.workflows.retention.RetentionSweepWorkflow;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.rollback.RollbackWorkflow;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.bemade.odoo.workflows.staging.StagingCloneWorkflow;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkflowImplementationOptions;

/** Every workflow of the product, as a worker registers them. */
public final class Workflows {
    private Workflows() {}

    /** @param searchAttributes whether the server knows our search attributes */
    public static void register(Worker worker, boolean searchAttributes) {
        // A request that cannot be read fails its workflow at once; anything else that is wrong in workflow code is a
        // defect of ours, which must not look like a failed restore.
        WorkflowImplementationOptions options = WorkflowImplementationOptions.newBuilder()
                .setFailWorkflowExceptionTypes(IllegalArgumentException.class)
                .build();
        worker.registerWorkflowImplementationFactory(
                Restore.class, () -> new RestoreWorkflow(searchAttributes), options);
        worker.registerWorkflowImplementationFactory(
                Rollback.class, () -> new RollbackWorkflow(searchAttributes), options);
        worker.registerWorkflowImplementationFactory(
                StagingClone.class, () -> new StagingCloneWorkflow(searchAttributes), options);
        worker.registerWorkflowImplementationFactory(Reload.class, () -> new ReloadWorkflow(searchAttributes), options);
        worker.registerWorkflowImplementationFactory(
                RetentionCleanup.class, () -> new RetentionCleanupWorkflow(searchAttributes), options);
        worker.registerWorkflowImplementationFactory(
                InstanceRemoval.class, () -> new InstanceRemovalWorkflow(searchAttributes), options);
        worker.registerWorkflowImplementationTypes(
                options,
                InstanceLockWorkflow.class,
                RetentionSweepWorkflow.class,
                InventoryWorkflow.class,
                DoctorWorkflow.class);
    }
}
