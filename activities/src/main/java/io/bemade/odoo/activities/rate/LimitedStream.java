package io.bemade.odoo.activities.rate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** What is read is paid for. */
final class LimitedStream extends FilterInputStream {
    private final Rate rate;

    LimitedStream(InputStream in, Rate rate) {
        super(in);
        this.rate = rate;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, Math.min(length, Rate.PORTION));
        try {
            rate.pass(Math.max(0, count));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while what was read is paid for");
        }
        return count;
    }
}
