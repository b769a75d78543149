package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.lock.LockAnswer;
import io.bemade.odoo.workflows.lock.LockClaim;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Held by whom it was started with, until somebody releases it. */
public final class FakeLock implements InstanceLock {
    private final State state;
    private boolean released;

    @WorkflowInit
    public FakeLock(State state) {
        this.state = state;
    }

    @Override
    public void run(State given) {
        Workflow.await(() -> released);
    }

    @Override
    public LockAnswer claim(LockClaim claim) {
        return new LockAnswer(false, 0, state.holders());
    }

    @Override
    public void release(String owner) {
        released = true;
    }

    @Override
    public State state() {
        return state;
    }
}
