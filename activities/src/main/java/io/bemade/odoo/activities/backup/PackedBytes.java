package io.bemade.odoo.activities.backup;

import java.io.IOException;
import java.io.InputStream;

/** Compressed bytes that remember how their reading ended: those who unpack say "damaged" to whatever goes wrong. */
final class PackedBytes extends InputStream {
    private final InputStream bytes;
    private boolean failed;
    private boolean atEnd;

    PackedBytes(InputStream bytes) {
        this.bytes = bytes;
    }

    /** Whether the bytes could not be read. */
    boolean failed() {
        return failed;
    }

    /** Whether more bytes were asked for than there are. */
    boolean atEnd() {
        return atEnd;
    }

    @Override
    public int read() throws IOException {
        failed = true;
        int one = bytes.read();
        failed = false;
        atEnd = one < 0;
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        failed = true;
        int count = bytes.read(buffer, offset, length);
        failed = false;
        atEnd = count < 0;
        return count;
    }

    @Override
    public int available() throws IOException {
        return bytes.available();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
