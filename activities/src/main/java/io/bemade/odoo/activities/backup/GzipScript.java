package io.bemade.odoo.activities.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Inflates, and takes neither a missing nor a strange end for an end. */
final class GzipScript extends GZIPInputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int TRAILER = 8;

    private final StoredObject source;

    private GzipScript(StoredObject source, InputStream compressed) throws IOException {
        super(compressed, BUFFER);
        this.source = source;
    }

    static InputStream open(StoredObject source) {
        InputStream compressed = source.bytes().read(0, source.size());
        try {
            return new GzipScript(source, compressed);
        } catch (IOException e) {
            close(compressed, e);
            throw damaged(source, e);
        }
    }

    private static void close(InputStream compressed, IOException reason) {
        try {
            compressed.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int count = super.read(buffer, offset, length);
            // The JDK passes over whatever follows and is no gzip, as if it were not there.
            if (count < 0 && inf.getRemaining() > TRAILER) {
                throw new ZipException("strange bytes at the end");
            }
            return count;
        } catch (EOFException | ZipException e) {
            throw damaged(source, e);
        }
    }

    private static RuntimeException damaged(StoredObject source, IOException e) {
        return source.bad("is damaged or cut off (its gzip data: " + e.getMessage() + "): upload it again", e);
    }
}
