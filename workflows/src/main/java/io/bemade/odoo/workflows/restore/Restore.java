package io.bemade.odoo.workflows.restore;

import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A backup becomes the instance's current pair. */
@WorkflowInterface
public interface Restore extends Operation {
    String TYPE = "Restore";

    @WorkflowMethod(name = TYPE)
    RestoreResult run(RestoreRequest request);
}
