package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Deletes a retired pair when its time has come, and only if it still is retired then; or one that was never finished.
 * Started, delayed, by the operation that retired the pair, or by the {@link RetentionSweep}.
 */
@WorkflowInterface
public interface RetentionCleanup extends Operation {
    String TYPE = "RetentionCleanup";

    @WorkflowMethod(name = TYPE)
    RetentionResult run(RetentionRequest request);

    static String workflowId(InstanceRef instance, StoragePair pair) {
        return "retention/" + instance + "/" + pair.suffix();
    }
}
