package io.bemade.odoo.workflows.removal;

import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** All pairs of an instance that is no production are deleted, the one in use included. Nothing of it can be undone. */
@WorkflowInterface
public interface InstanceRemoval extends Operation {
    String TYPE = "InstanceRemoval";

    @WorkflowMethod(name = TYPE)
    RemovalResult run(RemovalRequest request);
}
