package io.bemade.odoo.activities.s3;

import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.activities.stream.BlockStream;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** A range of an object as one stream: when the connection breaks, it asks again from the byte it reached. */
final class ResumingStream extends BlockStream {
    private final S3Requests requests;
    private final Patience patience;
    private final Rate rate;
    private final String version;
    private final long to;
    private final CountDownLatch closed = new CountDownLatch(1);

    private final Call call = new Call();

    private long position;
    private long owed;
    private int failures;
    private volatile @Nullable ResponseInputStream<GetObjectResponse> body;

    ResumingStream(S3Requests requests, Patience patience, Rate rate, String version, long from, long to) {
        this.requests = requests;
        this.patience = patience;
        this.rate = rate;
        this.version = version;
        this.position = from;
        this.to = to;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        while (true) {
            if (isClosed()) {
                throw new IOException(CLOSED);
            }
            if (length == 0 || position == to) {
                return length == 0 ? 0 : -1;
            }
            pay();
            try {
                return advance(buffer, offset, (int) Math.min(Math.min(length, Rate.PORTION), to - position));
            } catch (OrchestratorException e) {
                if (isClosed()) {
                    throw new IOException(CLOSED, e);
                }
                throw e;
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
        owed = rate.take(count);
        failures = 0;
        if (position == to) {
            finish(from);
        }
        return count;
    }

    private ResponseInputStream<GetObjectResponse> body() throws IOException {
        ResponseInputStream<GetObjectResponse> current = body;
        if (current == null) {
            current = requests.get(version, position, to, call);
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
        if (closedWithin(patience.pauseAfter(failures).toNanos())) {
            throw e;
        }
    }

    /** For the bytes read last, before more are read; before the first ones for what others read. */
    private void pay() throws IOException {
        if (body == null) {
            owed = rate.take(0);
        }
        if (owed > 0 && closedWithin(owed)) {
            throw new IOException(CLOSED);
        }
        owed = 0;
    }

    /** Closing ends the pause. */
    private boolean closedWithin(long nanos) throws IOException {
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            throw interrupted("the store", interrupted);
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

    /** What is left of the range: gzip readers take 0 for the end. */
    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, to - position);
    }

    @Override
    public void close() {
        closed.countDown();
        call.end();
        abandon();
    }
}
