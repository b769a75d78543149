package io.bemade.odoo.activities.stream;

import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A stream that is read in blocks: a byte by itself is a block of one. */
public abstract class BlockStream extends InputStream {
    /** What is said to whoever reads on after the end that somebody else made. */
    public static final String CLOSED = "the stream was closed";

    @Override
    public abstract int read(byte[] buffer, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** To be thrown; the thread stays interrupted. */
    protected static InterruptedIOException interrupted(String waitingFor, InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interruption = new InterruptedIOException("interrupted while waiting for " + waitingFor);
        interruption.initCause(e);
        return interruption;
    }

    /**
     * To be thrown by whoever reads what another thread failed to bring.
     *
     * @param otherwise what could not be done, if the failure is none of ours
     * @throws OrchestratorException the failure itself, if it is one
     */
    protected static IOException passedOn(Throwable failure, String otherwise) {
        if (failure instanceof OrchestratorException known) {
            throw known;
        }
        return failure instanceof IOException io ? io : new IOException(otherwise, failure);
    }
}
