package io.bemade.odoo.workflows.staging;

import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** An instance that is no production gets a harmless copy of its production's pair. */
@WorkflowInterface
public interface StagingClone extends Operation {
    String TYPE = "StagingClone";

    @WorkflowMethod(name = TYPE)
    CloneResult run(CloneRequest request);
}
