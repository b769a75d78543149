package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a configured program to its end, with an environment that holds what it is given and nothing of ours: no secret,
 * none of PostgreSQL's variables.
 *
 * @param argv the program and its arguments; no shell is between
 * @param environment beside PATH, HOME, LANG and TZ
 * @param timeout after which it is killed, with all that it started
 */
record Command(List<String> argv, Map<String, String> environment, Duration timeout) {
    private static final int TAIL = 4096;
    private static final List<String> PASSED_ON = List.of("PATH", "HOME", "LANG", "LC_ALL", "TZ");

    /** @param tail at most the last 4 KiB of its output and errors */
    record Result(int exit, String tail) {}

    /** Starts it and waits. An abort of the pulse kills it. */
    Result run(Pulse pulse) {
        Process process = start();
        try (Pulse.Registration watched = pulse.closeOnAbort(() -> kill(process))) {
            Tail tail = new Tail(process.getInputStream());
            Thread reader = new Thread(tail, "command-output");
            reader.setDaemon(true);
            reader.start();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process);
                throw new OrchestratorException(
                        ErrorCode.COMMAND_FAILED,
                        this + " did not end within " + timeout.toSeconds() + " s: it was killed");
            }
            // A program that went into the background may keep its output open for ever.
            reader.join(500);
            return new Result(process.exitValue(), tail.text());
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, this + " was interrupted", e);
        }
    }

    private Process start() {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(argv).redirectErrorStream(true).redirectInput(new File("/dev/null"));
            builder.environment().keySet().retainAll(PASSED_ON);
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    "the program " + argv.get(0) + " could not be started (" + e.getMessage()
                            + "): check the instance's commands",
                    e);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "the command " + argv.get(0);
    }

    /** Keeps the end of what a program says. */
    private static final class Tail implements Runnable {
        private final InputStream in;
        private final StringBuilder text = new StringBuilder();

        Tail(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] buffer = new byte[TAIL];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                append(""); // the program is gone, and with it the rest
            }
        }

        private synchronized void append(String piece) {
            text.append(piece);
            text.delete(0, Math.max(0, text.length() - TAIL));
        }

        synchronized String text() {
            return text.toString().strip();
        }
    }
}
