package io.bemade.odoo.activities.port;

import java.io.IOException;
import java.io.InputStream;

/** A backup of any format, opened: its dump as a plain script, and its attachments. */
public interface Backup {
    /**
     * The plain script of {@code pg_dump}, from its beginning; decompressed or converted on the way, in constant memory. A
     * truncated or damaged backup fails with {@code BAD_BACKUP} out of {@code read}, never with a silent end.
     */
    InputStream dump();

    /** How many of the source's bytes the dump takes; the base of progress. */
    long dumpBytes();

    /** Attachments, in the order in which they are cheap to read; empty for formats that have none. */
    Iterable<Attachment> attachments();

    /** One file of the filestore: {@code xx/sha1}. */
    interface Attachment {
        /** {@code xx/<40 hex digits>}, checked against that pattern. */
        String storeName();

        /** Uncompressed size in bytes; a longer stream than this is refused with {@code BAD_BACKUP}. */
        long size();

        InputStream open() throws IOException;
    }
}
