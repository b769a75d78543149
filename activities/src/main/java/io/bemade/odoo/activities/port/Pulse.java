package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.model.Progress;
import java.io.Closeable;
import java.util.function.BooleanSupplier;

/**
 * The life sign of a long step: how far it is, and whether it is still wanted. Safe for several threads.
 */
public interface Pulse {
    /** Cheap: call it as often as there is news. Never throws. */
    void report(Progress progress);

    /**
     * The resource is closed, from another thread, when the step is no longer wanted (cancelled, timed out, worker shutting
     * down); whoever works on it then fails at once, and that failure is not reported as a fault of the resource. Closing
     * the returned registration ends the watch without closing the resource.
     */
    Registration closeOnAbort(Closeable resource);

    /** True once the step is no longer wanted; loops that hold no closable resource ask it. */
    boolean aborted();

    /** Ends a {@link #closeOnAbort}. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** For tests and tools that nobody watches. */
    static Pulse none() {
        return until(() -> false);
    }

    /** The same, of a step that is not wanted any more from a given moment on. */
    static Pulse until(BooleanSupplier over) {
        return new Pulse() {
            @Override
            public void report(Progress progress) {}

            @Override
            public Registration closeOnAbort(Closeable resource) {
                return () -> {};
            }

            @Override
            public boolean aborted() {
                return over.getAsBoolean();
            }
        };
    }
}
