package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.stream.BlockStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A range of an object as one stream that is read over several connections: while one part is read, those after it are
 * fetched into memory. It begins with one small part, and reads ahead only as far as reading itself goes on. Where there is
 * no memory to read ahead it goes on with one connection.
 */
final class ParallelStream extends BlockStream {
    /** So much is asked for first: whoever wants the head of something gets little more than that. */
    static final int FIRST = 1 << 20;

    /** So much must have been read for each further connection. */
    private static final int STEP = FIRST / 4;

    private final Reading reading;
    private final Part part;
    private final long from;
    private final long to;

    /** In their order; the first one is being read, the others are on their way. */
    private final Deque<InputStream> sections = new ArrayDeque<>();

    /** Up to where there are sections. */
    private long asked;

    private boolean closed;
    private long position;

    /** A part of the object over a connection of its own. */
    interface Part {
        InputStream read(long from, long to);
    }

    ParallelStream(Reading reading, Part part, long from, long to) {
        this.reading = reading;
        this.part = part;
        this.from = from;
        this.to = to;
        this.asked = from;
        this.position = from;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        while (length > 0 && position < to) {
            int count = section().read(buffer, offset, length);
            if (count > 0) {
                position += count;
                return count;
            }
            done();
        }
        requireOpen();
        return length == 0 ? 0 : -1;
    }

    private synchronized void requireOpen() throws IOException {
        if (closed) {
            throw new IOException(CLOSED);
        }
    }

    private synchronized InputStream section() throws IOException {
        requireOpen();
        if (sections.isEmpty()) {
            if (asked == to) {
                throw new EOFException((to - position) + " bytes were lost between two parts");
            }
            long end = Math.min(to, asked + (asked == from ? FIRST : Buffers.SIZE));
            sections.add(part.read(asked, end));
            asked = end;
        }
        long ahead = Math.min(reading.connections() - 1, (position - from) / STEP);
        while (asked < to && sections.size() <= ahead && readAhead()) {
            // One more connection.
        }
        return sections.element();
    }

    private boolean readAhead() {
        Optional<byte[]> memory = reading.buffers().lend();
        memory.ifPresent(buffer -> {
            long end = Math.min(to, asked + buffer.length);
            Piece piece = new Piece(part.read(asked, end), (int) (end - asked), reading.buffers(), buffer);
            sections.add(piece);
            asked = end;
            begin(piece);
        });
        return memory.isPresent();
    }

    /** Without a thread it fails where reading arrives at it; its memory goes back. */
    private void begin(Piece piece) {
        try {
            reading.threads().execute(piece);
        } catch (RuntimeException | Error e) {
            piece.end(e);
            throw e;
        }
    }

    private synchronized void done() throws IOException {
        if (!closed) {
            sections.remove().close();
        }
    }

    /** What is left of the range: gzip readers take 0 for the end. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, to - position);
    }

    @Override
    public void close() throws IOException {
        List<InputStream> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(sections);
            sections.clear();
        }
        for (InputStream section : open) {
            section.close();
        }
    }
}
