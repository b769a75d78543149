package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.rate.Rate;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How all objects of a store are read, and what their streams share.
 *
 * @param connections that one stream is read over at most
 * @param threads that fetch what is read ahead
 */
record Reading(Patience patience, Rate rate, int connections, Buffers buffers, Executor threads) {
    /** So many streams can be read ahead with all their connections; those that come after them share what is left. */
    private static final int STREAMS = 2;

    private static final long IDLE_SECONDS = 1;

    static Reading of(Patience patience, int connections, Rate rate) {
        return new Reading(patience, rate, connections, new Buffers(STREAMS * connections), fetchers());
    }

    /** As many as there are buffers at most; gone soon after the last one was read. */
    private static Executor fetchers() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "reads S3 ahead " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
