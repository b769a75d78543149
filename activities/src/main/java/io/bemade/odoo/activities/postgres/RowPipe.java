package io.bemade.odoo.activities.postgres;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Rows on their way from the reader of the script to a connection. The buffers are few, so neither runs far ahead. */
final class RowPipe {
    /** Takes a piece on its way out; the array is only valid during the call. */
    interface Taker<E extends Exception> {
        void take(byte[] bytes, int length) throws E;
    }

    /** The buffers of one load. */
    static final class Buffers {
        private static final int SIZE = 1 << 18;

        private final BlockingQueue<byte[]> free;

        /** @param bytes of memory in all */
        Buffers(int bytes) {
            int count = Math.max(2, bytes / SIZE);
            free = new ArrayBlockingQueue<>(count);
            for (int i = 0; i < count; i++) {
                free.add(new byte[SIZE]);
            }
        }
    }

    private static final class Piece {
        private static final Piece END = new Piece(new byte[0], -1);

        private final byte[] bytes;
        private final int length;

        private Piece(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Buffers buffers;
    private final Lanes lanes;
    private volatile long rows = -1;

    /** @param lanes whose failure ends the wait for a free buffer */
    RowPipe(Buffers buffers, Lanes lanes) {
        this.buffers = buffers;
        this.lanes = lanes;
    }

    /** Copies the bytes in, when there is room. */
    void put(byte[] bytes, int from, int length) throws InterruptedException {
        for (int done = 0; done < length; ) {
            byte[] buffer = free();
            int part = Math.min(buffer.length, length - done);
            System.arraycopy(bytes, from + done, buffer, 0, part);
            pieces.add(new Piece(buffer, part));
            done += part;
        }
    }

    private byte[] free() throws InterruptedException {
        while (true) {
            lanes.check();
            byte[] buffer = buffers.free.poll(Lanes.LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (buffer != null) {
                return buffer;
            }
        }
    }

    /** Nothing more comes. */
    void end(long sentRows) {
        rows = sentRows;
        pieces.add(Piece.END);
    }

    /**
     * Hands everything over, and returns when the end has come.
     *
     * @return the rows that were sent
     */
    <E extends Exception> long drain(Taker<E> taker) throws E, InterruptedException {
        for (Piece piece = pieces.take(); piece.length >= 0; piece = pieces.take()) {
            taker.take(piece.bytes, piece.length);
            buffers.free.add(piece.bytes);
        }
        return rows;
    }
}
