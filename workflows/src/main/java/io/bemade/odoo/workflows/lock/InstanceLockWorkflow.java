package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.activity.Stubs;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The lock of one instance. Waiting costs nothing but a look at the holders now and then, while somebody waits. */
public final class InstanceLockWorkflow implements InstanceLock {
    /** How often the holders' pulse is felt while somebody waits for them. */
    private static final Duration LOOK_AFTER = Duration.ofSeconds(20);

    /**
     * A lock that nobody holds stays for a while: operations often follow each other, and a claim that arrives while its
     * workflow closes has to be sent again.
     */
    private static final Duration LINGER = Duration.ofSeconds(10);

    /** A lock that was started by hand and that nobody claims ends after this time. */
    private static final Duration UNCLAIMED = Duration.ofMinutes(1);

    private final LockActivities locks = Stubs.of(LockActivities.class);
    private final State initial;
    private final LockQueue queue;
    private boolean claimed;
    private boolean lookNow;

    @WorkflowInit
    public InstanceLockWorkflow(State state) {
        initial = state;
        queue = new LockQueue(state, now());
        claimed = !queue.idle();
    }

    @Override
    public void run(State state) {
        Workflow.await(UNCLAIMED, () -> claimed);
        while (!finished()) {
            handOver();
            if (Workflow.getInfo().isContinueAsNewSuggested()) {
                Workflow.await(Workflow::isEveryHandlerFinished);
                Workflow.continueAsNew(state());
            }
            if (!waitForNews() || lookNow) {
                lookNow = false;
                removeTheDead();
            }
        }
    }

    /** True when nobody holds or wants the lock and no claim is being answered. */
    private boolean finished() {
        if (queue.idle()) {
            Workflow.await(LINGER, () -> !queue.idle());
            Workflow.await(Workflow::isEveryHandlerFinished);
        }
        return queue.idle();
    }

    private void handOver() {
        for (Optional<LockHolder> next = queue.next(now()); next.isPresent(); next = queue.next(now())) {
            tell(next.get());
        }
    }

    private void tell(LockHolder holder) {
        try {
            Workflow.newUntypedExternalWorkflowStub(holder.owner())
                    .signal("lockGranted", new LockGrant(initial.instance(), holder.ticket()));
        } catch (SignalExternalWorkflowException gone) {
            queue.release(holder.owner());
        }
    }

    /** False when the time to look after the holders has come. */
    private boolean waitForNews() {
        if (queue.contended()) {
            return Workflow.await(LOOK_AFTER, this::news);
        }
        Workflow.await(this::news);
        return true;
    }

    private boolean news() {
        return queue.idle()
                || queue.grantable()
                || lookNow
                || Workflow.getInfo().isContinueAsNewSuggested();
    }

    private void removeTheDead() {
        for (LockHolder holder : queue.holders()) {
            try {
                if (!locks.isAlive(holder)) {
                    queue.remove(holder);
                }
            } catch (TemporalFailure unknown) {
                Workflow.getLogger(InstanceLockWorkflow.class).warn("Is {} alive? Not known", holder.owner(), unknown);
            }
        }
    }

    @Override
    public LockAnswer claim(LockClaim claim) {
        claimed = true;
        LockAnswer answer = queue.claim(claim, now());
        if (answer.granted()) {
            return answer;
        }
        if (claim.queue()) {
            lookNow = true;
            return answer;
        }
        removeTheDead();
        return queue.claim(claim, now());
    }

    @Override
    public void release(String owner) {
        queue.release(owner);
    }

    @Override
    public State state() {
        return queue.state(initial);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
