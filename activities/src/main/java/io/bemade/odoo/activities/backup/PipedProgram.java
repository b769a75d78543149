package io.bemade.odoo.activities.backup;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The output of a program that is fed an object; the end of the output is believed only when the program says all is well. */
final class PipedProgram extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int TAIL = 1024;

    private final StoredObject archive;
    private final Process process;
    private final InputStream object;
    private final Thread listening;
    private final AtomicReference<@Nullable OrchestratorException> unreadable = new AtomicReference<>();
    /** Read by others only after the thread that listens has ended. */
    private final StringBuilder complaints = new StringBuilder();

    private volatile boolean closed;

    PipedProgram(StoredObject archive, Process process) {
        super(process.getInputStream());
        this.archive = archive;
        this.process = process;
        this.object = archive.bytes().read(0, archive.size());
        thread("feeds", this::feed);
        this.listening = thread("listens to", this::listen);
    }

    private Thread thread(String what, Runnable work) {
        Thread thread = new Thread(work, what + " process " + process.pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void feed() {
        byte[] buffer = new byte[BUFFER];
        try (object;
                OutputStream out = process.getOutputStream()) {
            for (int n; (n = next(buffer)) >= 0; ) {
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            // The program had enough, or was ended; its exit status tells which.
        }
    }

    /** -1 at the end; and when nothing more can be had, but then the program has been ended before it sees that. */
    private int next(byte[] buffer) {
        try {
            return object.read(buffer);
        } catch (OrchestratorException e) {
            endFor(e);
        } catch (IOException e) {
            endFor(new OrchestratorException(ErrorCode.UNAVAILABLE, archive.name() + " could not be read on", e));
        }
        return -1;
    }

    /** Else it would take what it got for the whole. */
    private void endFor(OrchestratorException reason) {
        unreadable.set(reason);
        process.destroyForcibly();
    }

    private void listen() {
        byte[] buffer = new byte[TAIL];
        try (InputStream errors = process.getErrorStream()) {
            for (int n; (n = errors.read(buffer)) >= 0; ) {
                complaints.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                complaints.delete(0, Math.max(0, complaints.length() - TAIL));
            }
        } catch (IOException e) {
            // Nothing more to hear.
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(buffer, offset, length);
        } catch (IOException e) {
            if (closed || unreadable.get() == null) {
                throw e;
            }
            count = -1;
        }
        if (count < 0) {
            checkExit();
        }
        return count;
    }

    private void checkExit() throws IOException {
        int exit;
        try {
            exit = process.waitFor();
            listening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a program", e);
        }
        if (closed) {
            throw new IOException("the stream was closed");
        }
        OrchestratorException reason = unreadable.get();
        if (reason != null) {
            throw reason;
        }
        if (exit != 0) {
            throw refusal(complaints.toString().strip());
        }
    }

    private OrchestratorException refusal(String said) {
        String quoted = StoredObject.quoted(said.lines().findFirst().orElse("nothing"));
        if (said.contains("unsupported version")) {
            return new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    archive.name()
                            + " was made by a newer pg_dump than the worker's pg_restore understands, which says "
                            + quoted + ": install newer PostgreSQL client programs on the worker");
        }
        return archive.bad(
                "is an archive of pg_dump that is damaged or cut off, pg_restore says " + quoted + ": upload it again");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Ends the program at once. */
    @Override
    public void close() throws IOException {
        closed = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        object.close();
    }
}
