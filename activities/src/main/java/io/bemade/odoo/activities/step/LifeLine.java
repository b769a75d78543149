package io.bemade.odoo.activities.step;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows when Temporal last heard of a step, by calls of its own, each on another thread for it may hang. */
final class LifeLine {
    private static final Logger LOG = LoggerFactory.getLogger(LifeLine.class);

    private final Runnable call;
    private final Executor calls;
    private final Duration every;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final AtomicBoolean calling = new AtomicBoolean();
    private volatile long heard;
    private volatile long called;

    /**
     * @param call returns when Temporal has heard
     * @param patience after which Temporal takes the step's worker for dead
     */
    LifeLine(Runnable call, Executor calls, Duration every, Duration patience) {
        this(call, calls, every, patience, System::nanoTime);
    }

    LifeLine(Runnable call, Executor calls, Duration every, Duration patience, LongSupplier nanoTime) {
        this.call = call;
        this.calls = calls;
        this.every = every;
        this.patience = patience;
        this.nanoTime = nanoTime;
        heard = nanoTime.getAsLong();
        called = heard;
    }

    /** @throws OrchestratorException {@code UNAVAILABLE} when the line is dead */
    void tug() {
        long now = nanoTime.getAsLong();
        if (now - heard > patience.toNanos()) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "this worker was cut off from Temporal for " + patience.toSeconds()
                            + " s: it left the step to another one");
        }
        if (now - called >= every.toNanos() && calling.compareAndSet(false, true)) {
            called = now;
            calls.execute(() -> call(now));
        }
    }

    /** What counts is when the call began: Temporal's own clock starts later. */
    private void call(long begun) {
        try {
            call.run();
            heard = begun;
        } catch (RuntimeException unheard) {
            LOG.debug("Temporal did not take a heartbeat", unheard);
        } finally {
            calling.set(false);
        }
    }
}
