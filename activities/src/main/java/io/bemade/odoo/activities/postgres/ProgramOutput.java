package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a program of PostgreSQL's writes; its end is believed only when the program says that all is well. */
final class ProgramOutput extends FilterInputStream {
    /** What it says first is why it ends; the rest may be a list of all tables. */
    private static final int HEARD = 2048;

    /** What passes: servers that go and come, snapshots that went with them, tables that somebody changes. */
    private static final Pattern PASSES = Pattern.compile(
            "(?is).*\\b(connection|terminat|closed|snapshot|lock timeout|statement timeout|deadlock detected"
                    + "|cache lookup failed|does not exist|not currently accepting|too many clients|starting up|shutting down"
                    + "|recovery).*");

    private final String name;
    private final Process process;
    private final Optional<Path> file;
    private final Thread listening;
    /** Read by others only after the thread that listens has ended. */
    private final StringBuilder complaints = new StringBuilder();

    private volatile boolean closed;

    /** @param file that the program reads, and that goes with it */
    ProgramOutput(String name, Process process, Optional<Path> file) throws IOException {
        super(process.getInputStream());
        this.name = name;
        this.process = process;
        this.file = file;
        process.getOutputStream().close();
        this.listening = new Thread(this::listen, "listens to process " + process.pid());
        listening.setDaemon(true);
        listening.start();
    }

    private void listen() {
        byte[] buffer = new byte[HEARD];
        try (InputStream errors = process.getErrorStream()) {
            for (int n; (n = errors.read(buffer)) >= 0; ) {
                complaints.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                complaints.setLength(Math.min(HEARD, complaints.length()));
            }
        } catch (IOException e) {
            // Nothing more to hear.
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
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
            throw new IOException("interrupted while waiting for " + name, e);
        }
        if (closed) {
            throw new IOException("the stream was closed");
        }
        if (exit != 0) {
            String said = complaints.toString().strip();
            throw new OrchestratorException(
                    code(said), name + " failed: " + said.lines().findFirst().orElse("it said nothing"));
        }
    }

    private static ErrorCode code(String said) {
        if (said.contains("permission denied")) {
            return ErrorCode.ACCESS_DENIED;
        }
        return PASSES.matcher(said).matches() ? ErrorCode.UNAVAILABLE : ErrorCode.COMMAND_FAILED;
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
        delete(file);
    }

    static void delete(Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
