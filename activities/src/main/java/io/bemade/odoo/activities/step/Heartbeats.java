package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life sign of an activity: every second, with the latest progress, whatever the step is busy with. When Temporal
 * answers that the step is no longer wanted, what the step works on is closed and its thread is interrupted, and the step
 * ends with Temporal's own exception instead of the failure that this provokes. The same happens when Temporal has not
 * heard of the step for so long that it gives it to another worker: two workers at one step would be one too many.
 */
public final class Heartbeats implements Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final ScheduledExecutorService TICKER = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private static final ExecutorService CALLS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "heartbeat-call");
        thread.setDaemon(true);
        return thread;
    });

    private static final Duration CALL_EVERY = Duration.ofSeconds(5);

    private final Consumer<Progress> call;
    private final LifeLine line;
    private final AtomicBoolean calling = new AtomicBoolean();
    private final Thread worker = Thread.currentThread();
    private final Set<Closeable> resources = ConcurrentHashMap.newKeySet();
    private volatile Progress latest = Progress.BEGUN;
    private volatile @Nullable RuntimeException ended;
    private boolean over;

    private Heartbeats(Consumer<Progress> call, Consumer<Progress> sign, Duration patience) {
        this.call = call;
        this.line = new LifeLine(() -> sign.accept(latest), CALLS, CALL_EVERY, patience);
    }

    /** Does the work of the current activity under a heartbeat. */
    public static <T> T during(Function<Pulse, T> work) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        ActivityCompletionClient calls = context.getWorkflowClient().newActivityCompletionClient();
        byte[] token = context.getTaskToken();
        return during(context::heartbeat, progress -> calls.heartbeat(token, progress), Stubs.HEARTBEAT, work);
    }

    /**
     * @param call tells Temporal, and throws when the step is no longer wanted; says nothing when Temporal does not answer
     * @param sign tells Temporal, and returns when it has heard
     * @param patience after which Temporal takes the step's worker for dead
     */
    static <T> T during(Consumer<Progress> call, Consumer<Progress> sign, Duration patience, Function<Pulse, T> work) {
        Heartbeats heartbeats = new Heartbeats(call, sign, patience);
        var ticking = TICKER.scheduleAtFixedRate(heartbeats::beat, 0, 1, TimeUnit.SECONDS);
        try {
            T result = work.apply(heartbeats);
            ticking.cancel(false);
            return result;
        } catch (RuntimeException failure) {
            RuntimeException reason = heartbeats.ended;
            throw reason == null ? failure : reason;
        } finally {
            ticking.cancel(false);
            heartbeats.end();
        }
    }

    /** The same, for work without result or progress. */
    public static void run(Runnable work) {
        during(pulse -> {
            work.run();
            return true;
        });
    }

    @Override
    public void report(Progress progress) {
        latest = progress;
    }

    @Override
    public Registration closeOnAbort(Closeable resource) {
        resources.add(resource);
        if (aborted()) {
            beginToClose(resource);
        }
        return () -> resources.remove(resource);
    }

    @Override
    public boolean aborted() {
        return ended != null;
    }

    /** Waits for nobody: the ticks of all steps share two threads. */
    private void beat() {
        try {
            line.tug();
        } catch (OrchestratorException cutOff) {
            abort(cutOff);
        }
        if (!aborted() && calling.compareAndSet(false, true)) {
            CALLS.execute(this::call);
        }
    }

    private void call() {
        try {
            call.accept(latest);
        } catch (ActivityCompletionException unwanted) {
            abort(unwanted);
        } catch (RuntimeException unreachable) {
            LOG.debug("Temporal did not take a heartbeat; the next one will tell", unreachable);
        } finally {
            calling.set(false);
        }
    }

    private synchronized void abort(RuntimeException reason) {
        if (over || aborted()) {
            return;
        }
        ended = reason;
        worker.interrupt();
        resources.forEach(Heartbeats::beginToClose);
    }

    /** The thread goes on to another step: an interrupt that was for this one is forgotten, and none comes any more. */
    private synchronized void end() {
        over = true;
        if (aborted()) {
            Thread.interrupted();
        }
    }

    /** A close may hang, too. */
    private static void beginToClose(Closeable resource) {
        CALLS.execute(() -> close(resource));
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Could not close what an aborted step worked on", e);
        }
    }
}
