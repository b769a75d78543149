package io.bemade.odoo.activities.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A range of an object as one stream: when the connection breaks, it asks again from the byte it reached. */
final class ResumingStream extends InputStream {
    private final S3Requests requests;
    private final Patience patience;
    private final String version;
    private final long to;
    private final CountDownLatch closed = new CountDownLatch(1);

    private long position;
    private int failures;
    private volatile @Nullable ResponseInputStream<GetObjectResponse> body;

    ResumingStream(S3Requests requests, Patience patience, String version, long from, long to) {
        this.requests = requests;
        this.patience = patience;
        this.version = version;
        this.position = from;
        this.to = to;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        while (true) {
            if (isClosed()) {
                throw new IOException("the stream was closed");
            }
            if (length == 0 || position == to) {
                return length == 0 ? 0 : -1;
            }
            try {
                return advance(buffer, offset, (int) Math.min(length, to - position));
            } catch (IOException e) {
                abandon();
                awaitNextTry(e);
            }
        }
    }

    private int advance(byte[] buffer, int offset, int length) throws IOException {
        ResponseInputStream<GetObjectResponse> from = body();
        int count;
        try {
            count = from.read(buffer, offset, length);
        } catch (SdkException e) {
            throw requests.failures().interruption(e);
        }
        if (count <= 0) {
            throw new Interruption("the answer ended " + (to - position) + " bytes too early");
        }
        position += count;
        failures = 0;
        if (position == to) {
            finish(from);
        }
        return count;
    }

    private ResponseInputStream<GetObjectResponse> body() throws IOException {
        ResponseInputStream<GetObjectResponse> current = body;
        if (current == null) {
            current = requests.get(version, position, to);
            body = current;
            if (isClosed()) {
                abandon();
            }
        }
        return current;
    }

    /** Reads past the last byte, so that the connection can serve the next request. */
    private void finish(ResponseInputStream<GetObjectResponse> from) {
        try {
            if (from.read() < 0) {
                body = null;
                from.close();
                return;
            }
        } catch (IOException | SdkException e) {
            // All bytes are here; only the connection is lost.
        }
        abandon();
    }

    private void awaitNextTry(IOException e) throws IOException {
        if (isClosed()) {
            throw e;
        }
        if (++failures >= patience.reads()) {
            throw requests.failures().unavailable(e);
        }
        Duration pause = patience.pauseAfter(failures);
        try {
            // Closing ends the pause.
            if (closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                throw e;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("interrupted while waiting for the store").initCause(interrupted);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void abandon() {
        ResponseInputStream<GetObjectResponse> current = body;
        body = null;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** What is left of the range: gzip readers take 0 for the end. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, to - position);
    }

    @Override
    public void close() {
        closed.countDown();
        abandon();
    }
}
