package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.port.BackupStore.BackupObject;
import java.io.InputStream;

/** One version of an object. */
record S3Object(S3Requests requests, Reading reading, String version, long size) implements BackupObject {
    @Override
    public InputStream read(long from, long to) {
        if (from < 0 || from > to || to > size) {
            throw new IndexOutOfBoundsException("bytes [" + from + ", " + to + ") of " + size);
        }
        return reading.connections() == 1 || to - from <= ParallelStream.FIRST
                ? part(from, to)
                : new ParallelStream(reading, this::part, from, to);
    }

    private ResumingStream part(long from, long to) {
        return new ResumingStream(requests, reading.patience(), reading.rate(), version, from, to);
    }
}
