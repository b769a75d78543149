package io.bemade.odoo.workflows.reload;

import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A staging clone onto an instance that has one already; the pair that is replaced is deleted unless told otherwise. */
@WorkflowInterface
public interface Reload extends Operation {
    String TYPE = "Reload";

    @WorkflowMethod(name = TYPE)
    CloneResult run(CloneRequest request);
}
