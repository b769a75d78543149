package io.bemade.odoo.workflows.operation;

import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.lock.LockSet;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Operation.Status;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.worker.NonDeterministicException;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Functions.Func1;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The frame around every story: its phases, its lock, its undo. Whatever ends the story, what it did is undone (unless
 * committed), the lock is given back, and the people who watch are told.
 */
public final class OperationRun {
    private final String type;
    private final Visibility visibility;
    private final InstanceActivities instances = Stubs.announcing(InstanceActivities.class);
    private final Display display = new Display();
    private final Compensations compensations = new Compensations();
    private final LockSet locks = new LockSet();

    private Optional<InstanceRef> instance = Optional.empty();
    private Phase phase = Phase.SCHEDULED;
    private Instant since = now();
    private Optional<StoragePair> pair = Optional.empty();
    private Optional<String> source = Optional.empty();
    private String message = "";

    /** One per workflow run. */
    public OperationRun(String type, Visibility visibility) {
        this.type = type;
        this.visibility = visibility;
    }

    /** Workflow time. */
    public static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    public static String id() {
        return Workflow.getInfo().getWorkflowId();
    }

    /** Runs the story under the instance's lock; the story gets the lock's ticket. */
    public <R> R run(InstanceRef on, Optional<Instant> notBefore, Optional<IfBusy> ifBusy, Func1<Long, R> story) {
        return run(on, Optional::empty, notBefore, ifBusy, story);
    }

    /** @param reads another instance that must not change meanwhile, until {@link #released}; asked for when it is time */
    public <R> R run(
            InstanceRef on,
            Func<Optional<InstanceRef>> reads,
            Optional<Instant> notBefore,
            Optional<IfBusy> ifBusy,
            Func1<Long, R> story) {
        instance = Optional.of(on);
        visibility.begin(type, on);
        return framed(() -> {
            waitUntil(notBefore);
            Optional<InstanceRef> readFrom = reads.apply();
            enter(Phase.WAITING);
            long ticket = locks.acquire(on, readFrom, ifBusy.orElse(IfBusy.QUEUE) == IfBusy.QUEUE, this::show);
            return story.apply(ticket);
        });
    }

    private <R> R framed(Func<R> story) {
        try {
            R result = story.apply();
            enter(Phase.COMPLETED);
            return result;
        } catch (NonDeterministicException broken) {
            throw broken; // this replay is void: nothing that is said from here on counts
        } catch (RuntimeException failure) {
            throw undone(failure);
        } finally {
            locks.releaseAll();
        }
    }

    private TemporalFailure undone(RuntimeException failure) {
        String why = Failures.sentence(failure);
        if (!(failure instanceof TemporalFailure)) {
            Workflow.getLogger(OperationRun.class).error("A fault in the story of {}", type, failure);
        }
        enter(Phase.UNDOING, why);
        compensations.undoAll();
        String outcome = compensations.leftBehind().isEmpty()
                ? why
                : why + "; could not be undone: " + String.join(", ", compensations.leftBehind());
        enter(Phase.FAILED, outcome);
        announce(false, outcome);
        return failure instanceof TemporalFailure cancellation && Failures.cancelled(failure)
                ? cancellation
                : ApplicationFailure.newNonRetryableFailure(outcome, Failures.code(failure));
    }

    private void waitUntil(Optional<Instant> notBefore) {
        Duration wait = notBefore.map(time -> Duration.between(now(), time)).orElse(Duration.ZERO);
        if (!wait.isNegative() && !wait.isZero()) {
            enter(Phase.SCHEDULED, "not before " + notBefore.orElseThrow());
            Workflow.sleep(wait);
        }
    }

    public void enter(Phase next) {
        enter(next, "");
    }

    public void enter(Phase next, String says) {
        phase = next;
        since = now();
        message = says;
        visibility.show(next, details());
        show();
    }

    private void show() {
        display.show(new Word(id(), status(), source));
    }

    public void about(StoragePair newPair) {
        pair = Optional.of(newPair);
    }

    /** Where the data come from that the instance gets, as people write it. */
    public void from(String data) {
        source = Optional.of(data);
    }

    /** Tells the people who watch the instance; a failure to do so never fails the operation. */
    public void announce(boolean good, String says) {
        Workflow.newDetachedCancellationScope(() -> {
                    try {
                        instances.announce(new Announcement(instance.orElseThrow(), id(), good, type + ": " + says));
                    } catch (TemporalFailure failure) {
                        Workflow.getLogger(OperationRun.class).warn("Could not announce: {}", says, failure);
                    }
                })
                .run();
    }

    public Compensations compensations() {
        return compensations;
    }

    public void granted(LockGrant grant) {
        locks.granted(grant);
    }

    /** The instance that was read may change again. */
    public void released(InstanceRef source) {
        locks.release(source);
    }

    public Status status() {
        return new Status(type, instance, phase, since, locks.inTheWay(), pair, message);
    }

    public List<String> leftBehind() {
        return compensations.leftBehind();
    }

    private String details() {
        return "**" + type + "** of `" + instance.map(InstanceRef::toString).orElse("?") + "` " + phase.sentence()
                + pair.map(p -> ", pair `" + p + "`").orElse("")
                + (message.isEmpty() ? "" : "\n\n" + message);
    }
}
