package io.bemade.odoo.activities.port;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A backup of any format, opened: its dump as a plain script, and its attachments. Safe for several threads. */
public interface Backup {
    /**
     * The plain script of {@code pg_dump}, from its beginning; decompressed or converted on the way, in constant memory. A
     * truncated or damaged backup fails with {@code BAD_BACKUP} out of {@code read}, never with a silent end. Closing it
     * from another thread ends a read that is under way.
     */
    InputStream dump();

    /** Size of the plain script in bytes, the base of progress; 0 = unknown before it is read. */
    long dumpBytes();

    /** All attachments, in batches; empty for formats that have none. */
    List<Batch> attachments();

    /**
     * Attachments that lie close together in the source, so that one request brings many. One thread reads a batch, several
     * threads read several batches. Nothing is requested before the first {@link Attachment#open}.
     */
    interface Batch extends Closeable {
        /** In the order in which they must be opened; any of them may be left out. */
        Iterable<Attachment> files();

        /** Ends a read that is under way in another thread. */
        @Override
        void close() throws IOException;
    }

    /** One file of the filestore: {@code xx/sha1}. */
    interface Attachment {
        /** {@code xx/<40 hex digits>}, checked against that pattern. */
        String storeName();

        /** Uncompressed size in bytes; a stream of any other length fails with {@code BAD_BACKUP}. */
        long size();

        /** Once, and not after a later attachment of the same batch. */
        InputStream open() throws IOException;
    }
}
