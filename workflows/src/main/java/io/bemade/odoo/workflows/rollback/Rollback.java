package io.bemade.odoo.workflows.rollback;

import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A kept pair becomes the current one again; the pair that is left is kept in its place. */
@WorkflowInterface
public interface Rollback extends Operation {
    String TYPE = "Rollback";

    @WorkflowMethod(name = TYPE)
    RollbackResult run(RollbackRequest request);
}
