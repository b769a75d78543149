package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.stream.BlockStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a range that another thread fetches into memory; it can be read while it still comes. What went wrong with
 * fetching is thrown where reading arrives at it.
 */
final class Piece extends BlockStream implements Runnable {
    private final InputStream source;
    private final int size;
    private final Buffers buffers;
    private final byte[] buffer;
    private int filled;
    private int taken;
    private boolean fetched;
    private boolean closed;
    private @Nullable Throwable failure;

    /** @param buffer lent by {@code buffers}; goes back when neither side needs it any more */
    Piece(InputStream source, int size, Buffers buffers, byte[] buffer) {
        this.source = source;
        this.size = size;
        this.buffers = buffers;
        this.buffer = buffer;
    }

    /** Fetches. */
    @Override
    public void run() {
        Throwable problem = null;
        try (source) {
            for (int at = 0, count; at < size; at += count) {
                count = source.read(buffer, at, size - at);
                if (count < 0) {
                    throw new EOFException("a part ended " + (size - at) + " bytes too early");
                }
                arrived(at + count);
            }
        } catch (IOException | RuntimeException | Error e) {
            problem = e;
        }
        end(problem);
    }

    private synchronized void arrived(int bytes) {
        filled = bytes;
        notifyAll();
    }

    /** Nothing more comes; with a problem, or because all is there. */
    synchronized void end(@Nullable Throwable problem) {
        fetched = true;
        failure = problem;
        if (closed) {
            buffers.giveBack(buffer);
        }
        notifyAll();
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        awaitNews();
        if (closed) {
            throw new IOException(CLOSED);
        }
        if (taken == size) {
            return -1;
        }
        if (filled == taken && failure != null) {
            throw passedOn(failure, "a part could not be read");
        }
        int count = Math.min(length, filled - taken);
        System.arraycopy(buffer, taken, target, offset, count);
        taken += count;
        return count;
    }

    /** Until there are bytes, or will be none. */
    private synchronized void awaitNews() throws IOException {
        try {
            while (filled == taken && taken < size && !closed && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted("the store", e);
        }
    }

    /** Ends reading and fetching. A fetching thread may still write into the buffer: then it is the one to give it back. */
    @Override
    public void close() throws IOException {
        source.close();
        synchronized (this) {
            if (!closed && fetched) {
                buffers.giveBack(buffer);
            }
            closed = true;
            notifyAll();
        }
    }
}
