package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.InputStream;

/** Objects that can be read in ranges. Implemented for S3. */
public interface BackupStore {
    /**
     * Looks at an object: {@code NOT_FOUND} names bucket or key, {@code ACCESS_DENIED} the secret, {@code UNAVAILABLE} the
     * endpoint.
     *
     * @param namespace of the instance whose secrets are used
     */
    BackupObject open(Source source, String namespace);

    /**
     * The same object again: every read is refused with {@code SOURCE_CHANGED} once its version differs.
     *
     * @param version as {@link BackupObject#version} said
     */
    BackupObject open(Source source, String namespace, String version, long size);

    /** An object, pinned to the version first seen. Safe for several threads; nothing is written to disk. */
    interface BackupObject {
        /** The ETag. */
        String version();

        /** In bytes. */
        long size();

        /**
         * Bytes {@code [from, to)} as a stream that survives broken connections by asking again from the byte it reached.
         * Failures are {@link io.bemade.odoo.workflows.model.OrchestratorException}, thrown out of {@code read}. Closing it
         * from another thread ends a read that is under way, with an {@code IOException}.
         */
        InputStream read(long from, long to);

        /** Bytes {@code [from, from + length)} at once; for small pieces. */
        default byte[] readFully(long from, int length) throws IOException {
            try (InputStream in = read(from, from + length)) {
                return in.readNBytes(length);
            }
        }
    }
}
