package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import io.bemade.odoo.activities.stream.BlockStream;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads forward through an object, with few requests: small gaps are read over, large ones are jumped. */
final class RangeCursor implements Closeable {
    /** What is cheaper to read over than to ask again for. */
    static final int GAP = 256 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final BackupObject object;
    private final long expected;
    private final long end;
    private long position;
    private long requestedTo;
    private volatile @Nullable InputStream in;
    private volatile boolean closed;

    /**
     * @param expected where reading will probably end; the first request goes so far
     * @param end where it ends at the latest
     */
    RangeCursor(BackupObject object, long expected, long end) {
        this.object = object;
        this.expected = Math.min(expected, end);
        this.end = end;
    }

    void seek(long target) throws IOException {
        if (in != null && target >= position && target - position <= GAP && target <= requestedTo) {
            InputStream current = in;
            while (position < target && current != null) {
                long skipped = current.skip(target - position);
                if (skipped <= 0) {
                    throw new EOFException("the range ended too early");
                }
                position += skipped;
            }
            return;
        }
        drop();
        position = target;
    }

    void readFully(byte[] bytes) throws IOException {
        for (int done = 0; done < bytes.length; ) {
            done += read(bytes, done, bytes.length - done);
        }
    }

    /** At least one byte. */
    int read(byte[] bytes, int offset, int length) throws IOException {
        int count = stream().read(bytes, offset, length);
        if (count <= 0) {
            throw new EOFException("the range ended too early");
        }
        position += count;
        return count;
    }

    private InputStream stream() throws IOException {
        InputStream current = in;
        if (current == null || position == requestedTo) {
            drop();
            requestedTo = Math.min(end, Math.max(expected, position + BUFFER));
            current = new BufferedInputStream(object.read(position, requestedTo), BUFFER);
            in = current;
        }
        if (closed) {
            drop();
            throw new IOException(BlockStream.CLOSED);
        }
        return current;
    }

    private void drop() throws IOException {
        InputStream current = in;
        in = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        drop();
    }
}
