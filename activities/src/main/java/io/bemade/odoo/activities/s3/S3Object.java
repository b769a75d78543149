package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import java.io.InputStream;

/** One version of an object. */
record S3Object(S3Requests requests, Patience patience, String version, long size) implements BackupObject {
    @Override
    public InputStream read(long from, long to) {
        if (from < 0 || from > to || to > size) {
            throw new IndexOutOfBoundsException("bytes [" + from + ", " + to + ") of " + size);
        }
        return new ResumingStream(requests, patience, version, from, to);
    }
}
