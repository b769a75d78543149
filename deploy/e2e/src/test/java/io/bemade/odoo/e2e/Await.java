package io.bemade.odoo.e2e;

import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come, and no longer than needed. */
final class Await {
    /** On a machine that is busy with other things, too: only what never comes takes that long. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private Await() {}

    static void until(String what, BooleanSupplier there) {
        until(what, LONGEST, there);
    }

    /** @param atMost where being late is the failure that is looked for */
    static void until(String what, Duration atMost, BooleanSupplier there) {
        found(
                () -> what,
                atMost,
                Duration.ofMillis(50),
                () -> there.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** @param what is told of its absence */
    static <T> T found(Supplier<String> what, Duration atMost, Duration every, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + atMost.toSeconds() + " s: " + what.get());
            }
            pause(every.toMillis());
        }
    }

    static void pause(long milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static <R> R result(Future<R> work) throws ExecutionException, InterruptedException {
        try {
            return work.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("it has not ended", e);
        }
    }

    /** @throws io.temporal.client.WorkflowFailedException as the workflow ends */
    static <R> R result(WorkflowStub workflow, Class<R> type) {
        try {
            return workflow.getResult(LONGEST.toSeconds(), TimeUnit.SECONDS, type);
        } catch (TimeoutException e) {
            throw new AssertionError(workflow.getExecution().getWorkflowId() + " has not ended", e);
        }
    }
}
