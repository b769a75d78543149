package io.bemade.odoo.workflows.operation;

import io.bemade.odoo.workflows.lock.LockGrant;
import java.util.List;

/** What every operation answers, whatever its story is. */
public abstract class OperationWorkflow implements Operation {
    protected final OperationRun operation;

    /** @param searchAttributes whether the server knows our search attributes */
    protected OperationWorkflow(String type, boolean searchAttributes) {
        operation = new OperationRun(type, new Visibility(searchAttributes));
    }

    @Override
    public final Status status() {
        return operation.status();
    }

    @Override
    public final List<String> leftBehind() {
        return operation.leftBehind();
    }

    @Override
    public final void lockGranted(LockGrant grant) {
        operation.granted(grant);
    }
}
