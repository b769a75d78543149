package io.bemade.odoo.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.temporal.client.ActivityCanceledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that hang, as to a Temporal that is gone without a word, and resources that do not close. */
@Timeout(30)
class HeartbeatsTest {
    private static final int STEPS = 8;

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newFixedThreadPool(STEPS);

    @AfterEach
    void release() {
        hanging.countDown();
        workers.shutdownNow();
    }

    private void hang(Progress progress) {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyStepThatIsCutOffIsLeftThoughNoCallEnds() throws InterruptedException {
        List<Future<Boolean>> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(workers.submit(() ->
                    Heartbeats.during(this::hang, this::hang, Duration.ofSeconds(2), HeartbeatsTest::untilAborted)));
        }
        for (Future<Boolean> step : steps) {
            assertThatThrownBy(step::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(OrchestratorException.class)
                    .hasMessageContaining("was cut off from Temporal");
        }
    }

    @Test
    void whatDoesNotCloseKeepsNothingElseFromEnding() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Future<Boolean> step = workers.submit(() ->
                Heartbeats.during(unwanted(begun), progress -> {}, Duration.ofSeconds(30), pulse -> {
                    for (int i = 0; i < STEPS; i++) {
                        pulse.closeOnAbort(() -> hang(Progress.BEGUN));
                    }
                    pulse.closeOnAbort(closed::countDown);
                    begun.countDown();
                    return untilAborted(pulse);
                }));
        assertThatThrownBy(step::get).hasCauseInstanceOf(ActivityCanceledException.class);
        assertThat(closed.await(10, TimeUnit.SECONDS))
                .as("the other resource is closed")
                .isTrue();
    }

    /** It begins to work on something when nobody wants it any more. */
    @Test
    void whatIsTakenUpTooLateIsClosedAndHoldsNobody() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Future<Boolean> step = workers.submit(() ->
                Heartbeats.during(unwanted(new CountDownLatch(0)), progress -> {}, Duration.ofSeconds(30), pulse -> {
                    untilInterrupted();
                    pulse.closeOnAbort(() -> hang(Progress.BEGUN));
                    pulse.closeOnAbort(closed::countDown);
                    throw new IllegalStateException("as a step ends that found nothing open");
                }));
        assertThatThrownBy(step::get).hasCauseInstanceOf(ActivityCanceledException.class);
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** From a given moment on. */
    private static Consumer<Progress> unwanted(CountDownLatch from) {
        return progress -> {
            try {
                from.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new ActivityCanceledException();
        };
    }

    /** Ends with an interrupt. */
    private static boolean untilAborted(Pulse pulse) {
        untilInterrupted();
        assertThat(pulse.aborted()).isTrue();
        throw new IllegalStateException("as a step ends whose thread is interrupted");
    }

    private static void untilInterrupted() {
        try {
            TimeUnit.MINUTES.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
