package io.bemade.odoo.starter.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keys that are to be looked at: each by one thread at a time, once for any number of reasons that came meanwhile, and
 * again, after a pause that grows, when the look did not succeed.
 *
 * @param <K> what is looked at
 */
final class WorkQueue<K> implements AutoCloseable {
    /** One look; what it throws is told to {@link Trouble}, and the key comes again. */
    @FunctionalInterface
    interface Look<K> {
        void at(K key);
    }

    /** What went wrong with a key. */
    @FunctionalInterface
    interface Trouble<K> {
        /** @param pause until the key is looked at again */
        void with(K key, RuntimeException thrown, Duration pause);
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Look<K> look;
    private final Trouble<K> trouble;
    private final ScheduledThreadPoolExecutor threads;
    private final Map<K, Future<?>> queued = new HashMap<>();
    private final Set<K> running = new HashSet<>();
    private final Set<K> again = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();

    WorkQueue(int concurrency, Look<K> look, Trouble<K> trouble) {
        this.look = look;
        this.trouble = trouble;
        this.threads = new ScheduledThreadPoolExecutor(concurrency, work -> {
            Thread thread = new Thread(work, "watcher");
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Looks at it as soon as a thread is free; a pause that it is in ends. */
    synchronized void add(K key) {
        if (running.contains(key)) {
            again.add(key);
        } else {
            schedule(key, Duration.ZERO);
        }
    }

    /** Looks at it unless it is in a pause, or waits, or is looked at: news is no reason, time is. */
    synchronized void addIfIdle(K key) {
        if (!running.contains(key) && !queued.containsKey(key)) {
            schedule(key, Duration.ZERO);
        }
    }

    /** Keys that wait for a thread or for the end of a pause. */
    synchronized int waiting() {
        return queued.size() + again.size();
    }

    private void schedule(K key, Duration pause) {
        Future<?> before = queued.remove(key);
        if (before != null) {
            before.cancel(false);
        }
        if (!threads.isShutdown()) {
            queued.put(key, threads.schedule(() -> run(key), pause.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private void run(K key) {
        synchronized (this) {
            queued.remove(key);
            running.add(key);
        }
        Duration pause = Duration.ZERO;
        try {
            look.at(key);
            forgetFailures(key);
        } catch (RuntimeException e) {
            pause = pauseAfter(key);
            trouble.with(key, e, pause);
        } finally {
            finish(key, pause);
        }
    }

    private synchronized void forgetFailures(K key) {
        failures.remove(key);
    }

    /** Twice as long each time, and never for many at the same moment. */
    private synchronized Duration pauseAfter(K key) {
        int count = failures.merge(key, 1, Integer::sum);
        long pause = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(count - 1, 20));
        return Duration.ofMillis(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
    }

    private synchronized void finish(K key, Duration pause) {
        running.remove(key);
        boolean news = again.remove(key);
        if (news) {
            schedule(key, Duration.ZERO);
        } else if (!pause.isZero()) {
            schedule(key, pause);
        }
    }

    /** Lets what is under way end, within seconds; the rest is for the next watcher. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
