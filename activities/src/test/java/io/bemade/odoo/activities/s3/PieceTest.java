package io.bemade.odoo.activities.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PieceTest {
    private final Buffers buffers = new Buffers(2);

    private Piece piece(InputStream source, int size) {
        return new Piece(source, size, buffers, buffers.lend().orElseThrow());
    }

    /** Else another stream's bytes would be overwritten. */
    @Test
    void keepsItsMemoryUntilNobodyWritesIntoItAnyMore() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        InputStream late = new InputStream() {
            @Override
            public int read() throws IOException {
                asked.countDown();
                try {
                    answer.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return 1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                buffer[offset] = (byte) read();
                return 1;
            }
        };
        Piece piece = piece(late, 1);
        Thread fetching = new Thread(piece);
        fetching.start();
        asked.await();
        piece.close();
        piece.close();
        assertThat(buffers.lent()).isOne();
        answer.countDown();
        fetching.join();
        assertThat(buffers.lent()).isZero();
    }

    @Test
    void givesItsMemoryBackOnceWhenItWasRead() throws Exception {
        Piece piece = piece(new ByteArrayInputStream(new byte[100]), 100);
        piece.run();
        assertThat(piece.readAllBytes()).hasSize(100);
        assertThat(buffers.lent()).isOne();
        piece.close();
        piece.close();
        assertThat(buffers.lent()).isZero();
    }

    @Test
    void saysWhenItIsShorterThanItMustBe() throws Exception {
        try (Piece piece = piece(new ByteArrayInputStream(new byte[99]), 100)) {
            piece.run();
            assertThat(piece.readNBytes(99)).hasSize(99);
            assertThatIOException().isThrownBy(piece::read).withMessageContaining("1 bytes too early");
        }
    }

    @Test
    void thereIsNoMoreMemoryThanIsAllowed() {
        assertThat(buffers.lend()).isPresent();
        byte[] second = buffers.lend().orElseThrow();
        assertThat(buffers.lend()).isEmpty();
        buffers.giveBack(second);
        assertThat(buffers.lend()).containsSame(second);
    }
}
