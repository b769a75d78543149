package io.bemade.odoo.workflows.activity;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;

/**
 * How activities are called. All that Temporal hands out heartbeat, so one that lost its worker is noticed within
 * {@link #HEARTBEAT}, whatever it does; none has a number of attempts, but a time in all, for a restarting worker can burn
 * any number.
 */
public final class Stubs {
    /** A worker that was silent for so long is taken for dead, and the step is given to another. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /** Longer than a platform may let its own commands to stop and start run. */
    public static final Duration SWITCHING = Duration.ofMinutes(15);

    /** A task queue with one worker that is polled by nobody for so long has lost it. */
    public static final Duration PICKED_UP = Duration.ofMinutes(1);

    /** Shorter than a worker may work at one task of a workflow. */
    private static final Duration SHOWN = Duration.ofSeconds(5);

    private static final RetryOptions RETRY = RetryOptions.newBuilder()
            .setInitialInterval(Duration.ofSeconds(5))
            .setBackoffCoefficient(2)
            .setMaximumInterval(Duration.ofMinutes(1))
            .build();

    private Stubs() {}

    /** Steps that move data: they may take hours, and an outage of hours is waited for. */
    public static <A> A moving(Class<A> activities) {
        return Workflow.newActivityStub(activities, options(Duration.ofDays(3)));
    }

    /**
     * The same, on a task queue of its own where there is one: not picked up within {@link #PICKED_UP} it fails, so that the
     * queue's worker can be asked for again.
     */
    public static <A> A moving(Class<A> activities, Optional<String> taskQueue) {
        ActivityOptions.Builder options = ActivityOptions.newBuilder(options(Duration.ofDays(3)));
        taskQueue.ifPresent(queue -> options.setTaskQueue(queue).setScheduleToStartTimeout(PICKED_UP));
        return Workflow.newActivityStub(activities, options.build());
    }

    /** Questions and small changes while the instance serves: an outage longer than this fails the operation. */
    public static <A> A of(Class<A> activities) {
        return Workflow.newActivityStub(activities, options(Duration.ofHours(1)));
    }

    /** Steps while Odoo is stopped: what does not work within minutes is undone, so that the instance serves again. */
    public static <A> A switching(Class<A> activities) {
        return Workflow.newActivityStub(activities, options(SWITCHING));
    }

    /** An outage in the way of an undo is waited for for days; a refusal is not, and names what stays. */
    public static <A> A undoing(Class<A> activities) {
        return Workflow.newActivityStub(activities, options(Duration.ofDays(7)));
    }

    /** What nobody depends on. */
    public static <A> A announcing(Class<A> activities) {
        return Workflow.newActivityStub(activities, options(Duration.ofMinutes(5)));
    }

    /**
     * What must not be waited for: done on the workflow's own worker, without Temporal between, and given up after
     * {@link #SHOWN}.
     */
    public static <A> A showing(Class<A> activities) {
        return Workflow.newLocalActivityStub(
                activities,
                LocalActivityOptions.newBuilder()
                        .setScheduleToCloseTimeout(SHOWN)
                        .setRetryOptions(RetryOptions.newBuilder()
                                .setInitialInterval(Duration.ofSeconds(1))
                                .setBackoffCoefficient(1)
                                .build())
                        .build());
    }

    private static ActivityOptions options(Duration inAll) {
        return ActivityOptions.newBuilder()
                .setScheduleToCloseTimeout(inAll)
                .setHeartbeatTimeout(HEARTBEAT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RETRY)
                .build();
    }
}
