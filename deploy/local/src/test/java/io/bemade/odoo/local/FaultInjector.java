package io.bemade.odoo.local;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes one named activity fail in a chosen way, and keeps a journal of all that ran. */
final class FaultInjector extends WorkerInterceptorBase {
    /** How an activity fails. */
    enum Fault {
        /** Fails for good, and did nothing. */
        REFUSED_BEFORE,
        /** Fails for good, and had done it. */
        REFUSED_AFTER,
        /** Fails once after it was done, and so runs twice. */
        ONCE,
        /** Is done and never answers. */
        TIMEOUT,
        /** The operation is cancelled, and knows it, before the activity does anything. */
        CANCEL_BEFORE,
        /** The operation is cancelled when the activity was done but has not answered. */
        CANCEL_DURING,
        /** The operation is cancelled when the activity was done, and its answer comes all the same. */
        CANCEL_LATE,
        /** Something happens as the activity begins, and it does not hear of it. */
        MEANWHILE,
        /** The same, and it does nothing until the operation cancels it, for whatever reason. */
        HELD
    }

    /** All after which an operation is undone, as long as it has not passed the point of no return. */
    static final List<Fault> UNDONE =
            List.of(Fault.REFUSED_BEFORE, Fault.REFUSED_AFTER, Fault.TIMEOUT, Fault.CANCEL_BEFORE, Fault.CANCEL_DURING);

    /** @param event what happens: a cancellation, where the fault speaks of one */
    private record Plan(String activity, Fault fault, Runnable event) {}

    private static final RetryOptions ONE_RUN =
            RetryOptions.newBuilder().setMaximumAttempts(1).build();

    private final AtomicReference<@Nullable Plan> plan = new AtomicReference<>();
    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atWork = new AtomicInteger();
    private final Halves halves = new Halves();
    private volatile boolean heard;

    /** The next run of the activity fails so. */
    void arm(String activity, Fault fault, Runnable event) {
        journal.clear();
        heard = false;
        plan.set(new Plan(activity, fault, event));
    }

    /** Every run of the activity is refused from now on, until {@link #disarm}. */
    void breakFor(String activity) {
        broken.add(activity);
    }

    void disarm() {
        journal.clear();
        broken.clear();
        plan.set(null);
    }

    /** The activity that the fault befell heard that it was cancelled. */
    boolean heard() {
        return heard;
    }

    /** No activity is at work. */
    boolean idle() {
        return atWork.get() == 0;
    }

    boolean fired() {
        return plan.get() == null;
    }

    List<String> journal() {
        return journal;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Injection(next);
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outboundCalls) {
                super.init(new Hurry(outboundCalls));
            }
        };
    }

    /**
     * A failure must not take the test as long as the user. What is tried again is so at once. The run that is to time out
     * has 2 s, and no second one: Temporal's in-memory server would now and then grant that, whatever time is left for it
     * (the real one would not).
     */
    private final class Hurry extends WorkflowOutboundCallsInterceptorBase {
        private Hurry(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            ActivityOptions.Builder hurried = ActivityOptions.newBuilder(input.getOptions());
            if (timesOut(input.getActivityName())) {
                hurried.setHeartbeatTimeout(Duration.ofSeconds(2))
                        .setStartToCloseTimeout(Duration.ofSeconds(2))
                        .setRetryOptions(ONE_RUN);
            } else {
                hurried.setRetryOptions(
                        RetryOptions.newBuilder(input.getOptions().getRetryOptions())
                                .setInitialInterval(Duration.ofMillis(100))
                                .build());
            }
            return super.executeActivity(new ActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    hurried.build(),
                    input.getHeader()));
        }

        @Override
        public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
            if (!timesOut(input.getActivityName())) {
                return super.executeLocalActivity(input);
            }
            LocalActivityOptions hurried = LocalActivityOptions.newBuilder(input.getOptions())
                    .setStartToCloseTimeout(Duration.ofSeconds(2))
                    .setRetryOptions(ONE_RUN)
                    .build();
            return super.executeLocalActivity(new LocalActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    hurried,
                    input.getHeader()));
        }
    }

    private boolean timesOut(String activity) {
        Plan next = plan.get();
        return next != null && next.fault() == Fault.TIMEOUT && next.activity().equals(activity);
    }

    private final class Injection extends ActivityInboundCallsInterceptorBase {
        private String activity = "";
        private @Nullable ActivityExecutionContext context;

        private Injection(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext executionContext) {
            activity = executionContext.getInfo().getActivityType();
            context = executionContext;
            super.init(executionContext);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            atWork.incrementAndGet();
            try {
                ActivityOutput output = inject(input);
                meet(Halves::done);
                return output;
            } catch (ApplicationFailure failure) {
                if (failure.isNonRetryable()) {
                    meet(Halves::fails);
                }
                throw failure;
            } finally {
                atWork.decrementAndGet();
            }
        }

        private void meet(BiFunction<Halves, ActivityInfo, Halves.Wait> end) {
            ActivityInfo info = Objects.requireNonNull(context).getInfo();
            if (Halves.isOne(info)) {
                switch (end.apply(halves, info)) {
                    case NOTHING -> {
                        // the other one is at work
                    }
                    case ANSWER -> awaitTheOthersAnswer(info);
                    case CANCELLATION -> awaitCancellation();
                }
            }
        }

        private void awaitTheOthersAnswer(ActivityInfo info) {
            WorkflowStub operation = Objects.requireNonNull(context)
                    .getWorkflowClient()
                    .newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                            .setWorkflowId(info.getWorkflowId())
                            .setRunId(info.getWorkflowRunId())
                            .build());
            World.until(
                    "the other half has answered",
                    () -> operation.describe().getRawDescription().getPendingActivitiesList().stream()
                            .allMatch(pending ->
                                    pending.getActivityType().getName().equals(activity)));
        }

        private ActivityOutput inject(ActivityInput input) {
            if (broken.contains(activity)) {
                throw refused();
            }
            Plan current = plan.get();
            if (current == null || !current.activity().equals(activity) || !plan.compareAndSet(current, null)) {
                return record(input);
            }
            return switch (current.fault()) {
                case REFUSED_BEFORE -> throw refused();
                case REFUSED_AFTER -> {
                    record(input);
                    throw refused();
                }
                case ONCE -> {
                    record(input);
                    throw ApplicationFailure.newFailure("once", "UNAVAILABLE");
                }
                case TIMEOUT -> {
                    record(input);
                    meet(Halves::fails);
                    yield hang();
                }
                case CANCEL_BEFORE -> {
                    cancel(current);
                    yield record(input);
                }
                case CANCEL_DURING -> {
                    record(input);
                    throw cancel(current);
                }
                case CANCEL_LATE -> {
                    ActivityOutput output = record(input);
                    cancel(current);
                    yield output;
                }
                case MEANWHILE -> {
                    current.event().run();
                    yield record(input);
                }
                case HELD -> {
                    current.event().run();
                    heard(awaitCancellation());
                    yield record(input);
                }
            };
        }

        private ActivityCompletionException cancel(Plan current) {
            meet(Halves::fails);
            current.event().run();
            return heard(awaitCancellation());
        }

        private ActivityCompletionException heard(ActivityCompletionException cancelled) {
            heard = true;
            return cancelled;
        }

        private ActivityOutput record(ActivityInput input) {
            ActivityOutput output = super.execute(input);
            journal.add(activity);
            return output;
        }

        private ApplicationFailure refused() {
            return ApplicationFailure.newNonRetryableFailure("injected into " + activity, "REFUSED_BY_TEST");
        }

        /** Says nothing any more; ends by itself when the time-out has long passed. */
        private ActivityOutput hang() {
            try {
                Thread.sleep(4000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw ApplicationFailure.newFailure("too late", "UNAVAILABLE");
        }

        /**
         * Until the workflow has asked to cancel this activity: Temporal's in-memory server hangs when an activity
         * completes between the cancellation of its workflow and that (the real one does not).
         */
        private ActivityCompletionException awaitCancellation() {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (System.nanoTime() < end) {
                try {
                    Objects.requireNonNull(context).heartbeat(activity);
                    Thread.sleep(20);
                } catch (ActivityCompletionException cancelled) {
                    return cancelled;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw ApplicationFailure.newNonRetryableFailure("interrupted", "REFUSED_BY_TEST");
                }
            }
            throw ApplicationFailure.newNonRetryableFailure("the cancellation never reached " + activity, "TEST");
        }
    }
}
