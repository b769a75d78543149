package io.bemade.odoo.activities.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Inflates, and takes no strange end for an end. */
final class GzipScript extends GZIPInputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int TRAILER = 8;

    GzipScript(InputStream compressed) throws IOException {
        super(compressed, BUFFER);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        // The JDK passes over whatever follows and is no gzip, as if it were not there.
        if (count < 0 && inf.getRemaining() > TRAILER) {
            throw new ZipException("strange bytes at the end");
        }
        return count;
    }
}
