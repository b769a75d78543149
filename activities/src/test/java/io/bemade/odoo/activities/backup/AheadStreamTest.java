package io.bemade.odoo.activities.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream that another thread reads. */
@Timeout(30)
class AheadStreamTest {
    private static final String THREAD = "reads ahead for a test";

    @AfterEach
    void noThreadIsLeft() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(THREAD))) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private static AheadStream ahead(InputStream source) {
        return new AheadStream(source, THREAD);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, (128 << 10) - 1, 128 << 10, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5_000_001})
    void handsOverEveryByteInOrder(int length) throws IOException {
        Random random = new Random(length);
        byte[] content = new byte[length];
        random.nextBytes(content);
        byte[] read = new byte[length];
        try (InputStream in = ahead(new Uneven(content))) {
            for (int at = 0; at < length; ) {
                if (random.nextInt(50) == 0) {
                    read[at++] = (byte) in.read();
                } else {
                    at += in.read(read, at, Math.min(length - at, 1 + random.nextInt(300_000)));
                }
            }
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[5])).isEqualTo(-1);
        }
        assertThat(Arrays.equals(read, content)).isTrue();
    }

    /** Gives as little or as much as it likes. */
    private static final class Uneven extends ByteArrayInputStream {
        private final Random random = new Random(1);

        Uneven(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(200_000)));
        }
    }

    /** Fails where it is read. */
    private static final class Failing extends InputStream {
        private final Exception reason;

        Failing(Exception reason) {
            this.reason = reason;
        }

        @Override
        public int read() throws IOException {
            if (reason instanceof IOException io) {
                throw io;
            }
            throw (RuntimeException) reason;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void whatWentWrongComesAfterTheBytesBeforeIt() throws IOException {
        OrchestratorException bad = new OrchestratorException(ErrorCode.BAD_BACKUP, "the backup is bad");
        for (Exception reason : new Exception[] {bad, new EOFException("too early")}) {
            InputStream bytes = new ByteArrayInputStream(new byte[700_000]);
            try (InputStream in = ahead(new SequenceInputStream(bytes, new Failing(reason)))) {
                assertThat(in.readNBytes(700_000)).hasSize(700_000);
                assertThatExceptionOfType(Exception.class).isThrownBy(in::read).isSameAs(reason);
            }
        }
    }

    @Test
    void readsNoFurtherAheadThanAMegabyte() throws IOException {
        AtomicLong given = new AtomicLong();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                given.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                given.addAndGet(length);
                return length;
            }
        };
        try (InputStream in = ahead(endless)) {
            for (int taken = 1; taken < 3_000_000; taken += 1_000) {
                in.readNBytes(1_000);
                assertThat(given.get()).isLessThanOrEqualTo(taken + 1_000 + (1 << 20));
            }
        }
    }

    @Test
    void closingFromAnotherThreadEndsAReadThatWaits() throws Exception {
        SilentStream silent = new SilentStream();
        InputStream in = ahead(silent);
        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return in.read();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
        silent.asked.await();
        in.close();
        assertThat(reading)
                .failsWithin(10, TimeUnit.SECONDS) // by itself it would not end
                .withThrowableThat()
                .withRootCauseInstanceOf(IOException.class);
        assertThatIOException().isThrownBy(in::read).withMessageContaining("closed");
    }

    @Test
    void closingEndsAThreadThatWaitsForRoom() throws IOException {
        InputStream in = ahead(new ByteArrayInputStream(new byte[5_000_000]));
        assertThat(in.read()).isZero();
        in.close();
    }

    @Test
    void anInterruptEndsAReadThatWaits() throws Exception {
        try (InputStream in = ahead(new SilentStream())) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(in::read);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void whatIsNeverReadStartsNoThread() throws IOException {
        ahead(new SilentStream()).close();
    }
}
