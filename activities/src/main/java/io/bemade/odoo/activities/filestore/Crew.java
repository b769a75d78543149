package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Some threads that share one list of work. The first failure stops all of them and is the failure of the whole; nobody
 * is left working when {@link #run} returns.
 */
final class Crew {
    private final int size;
    private final Pulse pulse;
    private final Set<Closeable> inUse = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Crew(int size, Pulse pulse) {
        this.size = size;
        this.pulse = pulse;
    }

    /** One piece of work. */
    interface Work<T> {
        void on(T item);
    }

    /** Whose work it is, one per thread. */
    interface Worker<T> {
        Work<T> begin();
    }

    <T> void run(String name, Iterator<T> items, Worker<T> worker) {
        List<Thread> threads = new ArrayList<>();
        Pulse.Registration watch = pulse.closeOnAbort(() -> fail(ended()));
        try {
            for (int i = 1; i <= size; i++) {
                Thread thread = new Thread(() -> work(items, worker), name + " " + i);
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        } finally {
            threads.forEach(this::join);
            watch.close();
        }
        Throwable reason = failure.get();
        if (reason instanceof OrchestratorException known) {
            throw known;
        }
        if (reason != null) {
            throw new OrchestratorException(ErrorCode.BROKEN, name + " failed unexpectedly: " + reason, reason);
        }
    }

    private <T> void work(Iterator<T> items, Worker<T> worker) {
        try {
            Work<T> work = worker.begin();
            while (true) {
                T item;
                synchronized (this) {
                    if (stopped() || !items.hasNext()) {
                        return;
                    }
                    item = items.next();
                }
                work.on(item);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** True when what is left need not be done any more. */
    boolean stopped() {
        if (pulse.aborted()) {
            fail(ended());
        }
        return failure.get() != null;
    }

    /** Closed as soon as the crew stops, so that nobody waits for a silent network. */
    void using(Closeable resource) {
        inUse.add(resource);
        if (failure.get() != null) {
            close(resource);
        }
    }

    void done(Closeable resource) {
        inUse.remove(resource);
        close(resource);
    }

    private void fail(Throwable reason) {
        if (failure.compareAndSet(null, reason)) {
            inUse.forEach(Crew::close);
        }
    }

    private void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                fail(ended());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static OrchestratorException ended() {
        return new OrchestratorException(ErrorCode.UNAVAILABLE, "the step was ended before it was complete");
    }

    private static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // It was read only; nothing is lost.
        }
    }
}
