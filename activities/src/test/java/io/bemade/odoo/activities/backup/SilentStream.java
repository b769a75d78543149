package io.bemade.odoo.activities.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** Says nothing until it is closed, as a store that stalls. */
final class SilentStream extends InputStream {
    final CountDownLatch closed = new CountDownLatch(1);
    final CountDownLatch asked = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
        asked.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the source was closed");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
