package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Phase;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityExecutionContextBase;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows on custom resources, now and then, what the long steps of this worker say in their heartbeats. The step itself
 * never waits for it.
 */
public final class LiveProgress extends WorkerInterceptorBase {
    private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);
    private static final Map<String, Phase> STEPS =
            Map.of("LoadDatabase", Phase.LOADING, "CopyDatabase", Phase.COPYING);

    private static final ExecutorService WRITER = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "live-progress");
        thread.setDaemon(true);
        return thread;
    });

    private final KubernetesStatuses statuses;
    private final Duration every;

    public LiveProgress(KubernetesStatuses statuses) {
        this(statuses, Duration.ofSeconds(3));
    }

    /** @param every how often a step is shown at most */
    public LiveProgress(KubernetesStatuses statuses, Duration every) {
        this.statuses = statuses;
        this.every = every;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Watch(next);
    }

    private final class Watch extends ActivityInboundCallsInterceptorBase {
        private final AtomicBoolean writing = new AtomicBoolean();
        private Optional<Phase> moving = Optional.empty();
        private volatile Optional<Building> building = Optional.empty();
        private volatile long next = System.nanoTime();

        private Watch(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            moving = Optional.ofNullable(STEPS.get(context.getInfo().getActivityType()));
            super.init(moving.map(phase -> watched(context, phase)).orElse(context));
        }

        private ActivityExecutionContext watched(ActivityExecutionContext context, Phase phase) {
            return new ActivityExecutionContextBase(context) {
                @Override
                public <V> void heartbeat(V details) {
                    super.heartbeat(details);
                    if (details instanceof Progress progress) {
                        building.ifPresent(built -> heard(built, phase, progress));
                    }
                }
            };
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            building = moving.flatMap(phase -> building(input.getArguments()[0]));
            try {
                return super.execute(input);
            } finally {
                building = Optional.empty();
            }
        }

        private void heard(Building built, Phase phase, Progress progress) {
            if (System.nanoTime() - next >= 0 && writing.compareAndSet(false, true)) {
                next = System.nanoTime() + every.toNanos();
                WRITER.execute(() -> write(built, phase, progress));
            }
        }

        private void write(Building built, Phase phase, Progress progress) {
            try {
                statuses.show(built.pair().instance(), built.operation(), phase, progress);
            } catch (RuntimeException e) {
                LOG.debug("The progress of {} was not shown", built.operation(), e);
            } finally {
                writing.set(false);
            }
        }
    }

    private static Optional<Building> building(Object argument) {
        if (argument instanceof Loading loading) {
            return Optional.of(loading.building());
        }
        return argument instanceof Copying copying ? Optional.of(copying.building()) : Optional.empty();
    }
}
