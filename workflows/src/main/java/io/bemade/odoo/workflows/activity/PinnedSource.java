package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.Source;
import java.util.Optional;

/**
 * A source as it was looked at: format known by content, bytes pinned by version, so that every attempt reads the same.
 *
 * @param version the object's ETag
 * @param bytes size of the object
 * @param dumpBytes size of the plain dump; 0 = unknown before it is read
 * @param files attachments in the backup
 * @param fileBytes their size in all
 * @param odooMajor the backup's Odoo version where the backup says it
 * @param postgresMajor the PostgreSQL version that was dumped, where the backup says it
 */
public record PinnedSource(
        Source source,
        String version,
        Format format,
        long bytes,
        long dumpBytes,
        long files,
        long fileBytes,
        Optional<Integer> odooMajor,
        Optional<Integer> postgresMajor) {
    /** What the bytes are, whatever the name says. */
    public enum Format {
        /** {@code dump.sql}, {@code manifest.json}, {@code filestore/}. */
        ODOO_ZIP,
        /** A script of {@code pg_dump}. */
        PLAIN_SQL,
        /** The same, compressed with gzip. */
        PLAIN_SQL_GZ,
        /** The same, compressed with zstd. */
        PLAIN_SQL_ZST,
        /** The same, in frames of lz4. */
        PLAIN_SQL_LZ4,
        /** An archive of {@code pg_dump -Fc}. */
        CUSTOM_DUMP;

        /** Whether a backup of this format brings attachments of its own. */
        public boolean hasFilestore() {
            return this == ODOO_ZIP;
        }
    }
}
