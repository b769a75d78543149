package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Functions.Proc;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** An operation's side of the lock: claims, waits for the grant, gives back. */
public final class HeldLock {
    /** A waiting owner asks again after this time, in case the lock workflow was terminated and forgot it. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(5);

    private final LockActivities locks = Stubs.of(LockActivities.class);
    private OptionalLong ticket = OptionalLong.empty();
    private List<LockHolder> inTheWay = List.of();
    private Optional<InstanceRef> claimed = Optional.empty();

    /**
     * Returns when the lock is held.
     *
     * @param queue false = {@code BUSY} instead of waiting
     * @param waiting called when others turned out to be {@link #inTheWay}
     * @return the fencing ticket
     */
    public long acquire(InstanceRef instance, LockMode mode, boolean queue, Proc waiting) {
        claimed = Optional.of(instance);
        while (ticket.isEmpty()) {
            LockAnswer answer = locks.claim(new LockClaim(instance, me(), runId(), mode, queue));
            if (answer.granted()) {
                ticket = OptionalLong.of(answer.ticket());
            } else if (!queue) {
                throw ApplicationFailure.newNonRetryableFailure(busy(instance, answer), ErrorCode.BUSY.name());
            } else {
                inTheWay = answer.inTheWay();
                waiting.apply();
                Workflow.await(
                        ASK_AGAIN, () -> ticket.isPresent()); // a method reference would ask the ticket of now for ever
            }
        }
        inTheWay = List.of();
        return ticket.getAsLong();
    }

    /** The lock workflow's signal. */
    public void granted(LockGrant grant) {
        if (claimed.filter(grant.instance()::equals).isPresent()) {
            ticket = OptionalLong.of(grant.ticket());
        }
    }

    /** Gives the lock back, or leaves the queue, also after a cancellation. Already given back: nothing to do. */
    public void release() {
        claimed.ifPresent(instance -> Workflow.newDetachedCancellationScope(() -> signalRelease(instance))
                .run());
        claimed = Optional.empty();
    }

    public List<LockHolder> inTheWay() {
        return inTheWay;
    }

    private static void signalRelease(InstanceRef instance) {
        try {
            Workflow.newUntypedExternalWorkflowStub(InstanceLock.workflowId(instance))
                    .signal("release", me());
        } catch (SignalExternalWorkflowException gone) {
            Workflow.getLogger(HeldLock.class).info("The lock of {} was gone before it was given back", instance);
        }
    }

    private static String busy(InstanceRef instance, LockAnswer answer) {
        return instance + " is busy: "
                + answer.inTheWay().stream()
                        .map(holder -> holder.owner() + " since " + holder.since() + " ("
                                + age(Workflow.currentTimeMillis()
                                        - holder.since().toEpochMilli()) + ")")
                        .collect(Collectors.joining(", "))
                + "; wait for it (ifBusy: queue) or cancel it";
    }

    private static String age(long millis) {
        Duration age = Duration.ofMillis(Math.max(0, millis));
        return age.toHours() > 0
                ? age.toHours() + " h " + age.toMinutesPart() + " min"
                : age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" : age.toSeconds() + " s";
    }

    private static String me() {
        return Workflow.getInfo().getWorkflowId();
    }

    private static String runId() {
        return Workflow.getInfo().getRunId();
    }
}
