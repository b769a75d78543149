package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.program.ProgramOutput;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The output of a program that is fed an object; the end of the output is believed only when the program says all is well. */
final class PipedProgram extends ProgramOutput {
    private static final int BUFFER = 64 * 1024;
    private static final int TAIL = 1024;

    private final StoredObject archive;
    private final Process process;
    private final InputStream object;
    private final AtomicReference<@Nullable OrchestratorException> unreadable = new AtomicReference<>();

    PipedProgram(StoredObject archive, Process process) {
        super("a program", process, said -> said.delete(0, Math.max(0, said.length() - TAIL)));
        this.archive = archive;
        this.process = process;
        this.object = archive.bytes().read(0, archive.size());
        Thread feeding = new Thread(this::feed, "feeds process " + process.pid());
        feeding.setDaemon(true);
        feeding.start();
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

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            if (closed() || unreadable.get() == null) {
                throw e;
            }
            checkExit();
            return -1;
        }
    }

    @Override
    protected void ended(int exit, String complaints) {
        OrchestratorException reason = unreadable.get();
        if (reason != null) {
            throw reason;
        }
        if (exit != 0) {
            throw refusal(complaints);
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
    public void close() throws IOException {
        super.close();
        object.close();
    }
}
