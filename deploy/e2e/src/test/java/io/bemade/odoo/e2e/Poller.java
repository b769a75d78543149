package io.bemade.odoo.e2e;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks again and again whether somebody answers, and measures the longest time that nobody did. */
final class Poller implements AutoCloseable {
    private final BooleanSupplier answers;
    private final Thread thread = new Thread(this::poll, "poller");
    private volatile boolean closed;
    private volatile long last = System.nanoTime();
    private volatile long longest;

    Poller(BooleanSupplier answers) {
        this.answers = answers;
        thread.setDaemon(true);
        thread.start();
    }

    private void poll() {
        while (!closed) {
            if (answers.getAsBoolean()) {
                long now = System.nanoTime();
                longest = Math.max(longest, now - last);
                last = now;
            }
            Await.pause(100);
        }
    }

    /** Seconds, until now. */
    double longestSilence() {
        return Math.max(longest, System.nanoTime() - last) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
