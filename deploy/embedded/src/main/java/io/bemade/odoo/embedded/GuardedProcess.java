package io.bemade.odoo.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A child process that cannot outlive us: a small shell script stands between, holds the other end of a pipe, and ends the
 * program when the pipe closes. Closing it and dying are the same thing to the program, so the way out that matters after a
 * {@code kill -9} is the one taken every day.
 */
public final class GuardedProcess implements AutoCloseable {
    /** Not every system has this program. It puts itself in the place of the shell: the process stays the same. */
    private static final String OWN_SESSION = "command -v setsid >/dev/null 2>&1 && exec setsid \"$@\"; exec \"$@\"";

    private static final String SCRIPT = script();
    private static final long SECONDS_TO_END = 20;

    private final Process guard;
    private final Path log;

    private GuardedProcess(Process guard, Path log) {
        this.guard = guard;
        this.log = log;
    }

    /**
     * @param signal name of the signal that asks this program to end, such as {@code INT}
     * @param log where its output goes, from an empty file on
     */
    public static GuardedProcess start(String signal, Path log, List<String> command) throws IOException {
        List<String> guarded =
                new ArrayList<>(List.of("sh", "-c", OWN_SESSION, "own-session", "sh", "-c", SCRIPT, "guard", signal));
        guarded.addAll(command);
        Process guard = new ProcessBuilder(guarded)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new GuardedProcess(guard, log);
    }

    public boolean alive() {
        return guard.isAlive();
    }

    /** Waits for a program that ends by itself: its exit status, 126 when it could not be run, 127 when not found. */
    int join() throws InterruptedException {
        return guard.waitFor();
    }

    /** The last lines of its output, for a message. */
    public String tail() {
        try {
            String text = Files.readString(log, StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - 500));
        } catch (IOException e) {
            return "its output in " + log + " cannot be read";
        }
    }

    /** Asks the program to end and waits for it; one that does not listen is killed. Safe to call twice. */
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        List<ProcessHandle> children = guard.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
    }

    private static String script() {
        try (InputStream script =
                Objects.requireNonNull(GuardedProcess.class.getResourceAsStream("guard.sh"), "guard.sh")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            // The process list shows it: leave out what is for readers of the file.
            return text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
