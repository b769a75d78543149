package io.bemade.odoo.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkQueueTest {
    @Test
    void newsWhileItIsLookedAtMakeOneMoreLook() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (WorkQueue<String> queue = new WorkQueue<>(
                4,
                key -> {
                    assertThat(atOnce.incrementAndGet()).isEqualTo(1);
                    looks.incrementAndGet();
                    begun.release();
                    goOn.acquireUninterruptibly();
                    atOnce.decrementAndGet();
                },
                (key, thrown, pause) -> looks.addAndGet(1000))) {
            queue.add("a");
            begun.acquire();
            queue.add("a");
            queue.add("a");
            queue.addIfIdle("a");
            goOn.release();
            begun.acquire();
            goOn.release();
        }
        assertThat(looks).hasValue(2);
    }

    @Test
    void aFailedLookIsRepeatedAfterAPauseThatGrows() throws InterruptedException {
        List<Long> pauses = new CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger looks = new AtomicInteger();
        try (WorkQueue<String> queue = new WorkQueue<>(
                1,
                key -> {
                    if (looks.incrementAndGet() < 4) {
                        throw new IllegalStateException("not yet");
                    }
                    done.countDown();
                },
                (key, thrown, pause) -> pauses.add(pause.toMillis()))) {
            queue.add("a");
            assertThat(done.await(15, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(250L, 500L);
        assertThat(pauses.get(1)).isBetween(500L, 1000L);
        assertThat(pauses.get(2)).isBetween(1000L, 2000L);
    }

    @Test
    void newsEndAPause() throws InterruptedException {
        Semaphore looked = new Semaphore(0);
        try (WorkQueue<String> queue = failing(looked, new Semaphore(100))) {
            for (int i = 0; i < 8; i++) {
                queue.add("a");
                assertThat(looked.tryAcquire(5, TimeUnit.SECONDS))
                        .as("look %d", i)
                        .isTrue();
            }
        }
    }

    @Test
    void newsWhileALookFailsLeaveNoPause() throws InterruptedException {
        Semaphore looked = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (WorkQueue<String> queue = failing(looked, goOn)) {
            queue.add("a");
            for (int i = 0; i < 8; i++) {
                assertThat(looked.tryAcquire(5, TimeUnit.SECONDS))
                        .as("look %d", i)
                        .isTrue();
                queue.add("a");
                goOn.release();
            }
            goOn.release();
        }
    }

    /** Its pauses would be seconds after a few looks. */
    private static WorkQueue<String> failing(Semaphore looked, Semaphore goOn) {
        return new WorkQueue<>(
                1,
                key -> {
                    looked.release();
                    goOn.acquireUninterruptibly();
                    throw new IllegalStateException("never");
                },
                (key, thrown, pause) -> {});
    }
}
