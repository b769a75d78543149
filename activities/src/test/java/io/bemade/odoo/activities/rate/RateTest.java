package io.bemade.odoo.activities.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - 3 * SECOND); // nanoTime may overflow, and does here

    private long takenWithin(Rate rate, long nanos, int portion) {
        long end = clock.get() + nanos;
        long bytes = 0;
        while (clock.get() - end < 0) {
            bytes += portion;
            clock.addAndGet(rate.take(portion));
        }
        return bytes;
    }

    @Test
    void letsNoMoreThroughThanItSaysBesideWhatTheMomentBeforeLeft() {
        Rate rate = new Rate(1_000_003, clock::get);
        long bytes = takenWithin(rate, 3_600 * SECOND, 4_099);
        assertThat(bytes).isBetween(3_600L * 1_000_003, 3_600L * 1_000_003 + 100_001 + 2 * 4_099);
    }

    @Test
    void isExactForPortionsThatTakeNoWholeNanosecond() {
        Rate rate = new Rate(3_000_000_000L, clock::get);
        rate.take(300_000_000); // what was saved up
        long bytes = takenWithin(rate, SECOND / 1000, 1);
        assertThat(bytes).isBetween(2_999_999L, 3_000_003L);
    }

    @Test
    void savesUpATenthOfASecondAndNoMore() {
        Rate rate = new Rate(1_000, clock::get);
        clock.addAndGet(100 * SECOND);
        assertThat(rate.take(100)).isZero();
        assertThat(rate.take(1)).isEqualTo(SECOND / 1_000);
    }

    @Test
    void givesEachItsTurnInTheOrderOfTaking() {
        Rate rate = new Rate(1_000, clock::get);
        rate.take(100);
        assertThat(rate.take(500)).isEqualTo(SECOND / 2);
        assertThat(rate.take(500)).isEqualTo(SECOND);
        assertThat(rate.take(0)).isEqualTo(SECOND);
        clock.addAndGet(SECOND);
        assertThat(rate.take(0)).isZero();
    }

    @Test
    void aStreamIsNotReadFaster() throws IOException {
        byte[] bytes = new byte[400_000];
        long begin = System.nanoTime();
        try (InputStream in = Rate.of(1_000_000).limit(new ByteArrayInputStream(bytes))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(System.nanoTime() - begin).isGreaterThan(SECOND * 3 / 10 - SECOND / 100);
        InputStream free = new ByteArrayInputStream(bytes);
        assertThat(Rate.unlimited().limit(free)).isSameAs(free);
    }

    @Test
    void isWrittenAsPeopleWriteIt() {
        assertThat(Rate.parse("1.5 kB").take(15_150)).isBetween(9 * SECOND, 10 * SECOND);
        assertThat(Rate.parse("50MB").take(5_000_000)).isZero();
        for (String wrong : new String[] {"", "fast", "50MB/s", "-1", "0"}) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Rate.parse(wrong));
        }
    }

    @Test
    void nobodyWaitsWhereThereIsNoLimit() {
        assertThat(Rate.unlimited().take(Integer.MAX_VALUE)).isZero();
        assertThat(Rate.unlimited().take(Integer.MAX_VALUE)).isZero();
    }

    @Test
    void waitingCanBeInterruptedAndKeepsNobodyElseFromTaking() throws Exception {
        Rate rate = Rate.of(1);
        AtomicLong waited = new AtomicLong();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                rate.pass(1_000_000);
                waited.incrementAndGet();
                ended.complete(null);
            } catch (InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(rate.take(1)).isPositive();
        waiting.interrupt();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(ended::get)
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(waited).hasValue(0);
    }
}
