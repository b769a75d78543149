package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.stream.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a thread of its own reads, a little ahead of whoever reads this one: a script is unpacked by one core while
 * another one parses it. Each exception comes out where the bytes before it end.
 */
final class AheadStream extends BlockStream {
    /** So far ahead at most. */
    private static final int AHEAD = 1 << 20;

    private static final int PORTION = 128 * 1024;

    private final InputStream source;
    private final byte[] ring = new byte[AHEAD];
    private final Thread thread;
    private boolean started;
    private boolean closed;
    private boolean ended;
    private @Nullable Throwable failure;
    private long written;
    private long taken;

    AheadStream(InputStream source, String name) {
        this.source = source;
        this.thread = new Thread(this::fill, name);
        thread.setDaemon(true);
    }

    private void fill() {
        Throwable problem = null;
        try {
            for (long at = 0; room(at); ) {
                int start = (int) (at % AHEAD);
                int count = source.read(ring, start, Math.min(PORTION, AHEAD - start));
                if (count < 0) {
                    break;
                }
                at += count;
                filled(at);
            }
        } catch (IOException | RuntimeException | Error e) {
            problem = e;
        }
        end(problem);
    }

    /** Waits until there is room for a portion; false when nobody wants one any more. */
    private synchronized boolean room(long at) {
        try {
            while (!closed && at - taken > AHEAD - PORTION) {
                wait();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        return !closed;
    }

    private synchronized void filled(long bytes) {
        written = bytes;
        notifyAll();
    }

    private synchronized void end(@Nullable Throwable problem) {
        ended = true;
        failure = problem;
        notifyAll();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        int start = (int) (taken % AHEAD);
        int count = (int) Math.min(Math.min(length, AHEAD - start), available(taken));
        if (count == 0) {
            return -1;
        }
        System.arraycopy(ring, start, buffer, offset, count);
        took(count);
        return count;
    }

    /** Waits for at least one byte; 0 at the end. */
    private synchronized long available(long at) throws IOException {
        if (!started && !closed) {
            started = true;
            thread.start();
        }
        try {
            while (!closed && !ended && written == at) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted("the backup", e);
        }
        if (closed) {
            throw new IOException(CLOSED);
        }
        if (written == at && failure != null) {
            throw passedOn(failure, "the backup could not be unpacked");
        }
        return written - at;
    }

    private synchronized void took(int count) {
        taken += count;
        notifyAll();
    }

    /** Closing the source ends the thread, whatever it waits for. */
    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        source.close();
    }
}
