package io.bemade.odoo.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL processes of one data directory. */
final class Postmaster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Durability is given up: the data lives no longer than its server. */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "full_page_writes=off",
            "synchronous_commit=off",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC");

    private final GuardedProcess process;
    private final int port;

    private Postmaster(GuardedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** Makes a new cluster, whatever was in the data directory before. */
    static void initialize(Path home, Path data, Path log, String superuser, String password)
            throws IOException, InterruptedException {
        Directories.delete(data);
        Path passwordFile = Files.createTempFile(
                data.getParent(),
                ".pw",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(passwordFile, password);
            List<String> command = program(
                    home,
                    "initdb",
                    List.of(
                            "--pgdata=" + data,
                            "--username=" + superuser,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--no-sync",
                            "--no-instructions"));
            int status;
            try (GuardedProcess initdb = GuardedProcess.start("TERM", log, command)) {
                status = initdb.join();
            }
            if (status != 0) {
                throw new IOException(reason(status, Files.readString(log)));
            }
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** Returns when connections are accepted. */
    static Postmaster start(Path home, Path data, Path log) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-c", "port=" + port));
        SETTINGS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        GuardedProcess process = GuardedProcess.start("INT", log, program(home, "postgres", arguments));
        Postmaster started = new Postmaster(process, port);
        try {
            started.awaitReady(data);
            return started;
        } catch (IOException | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    /** The server says so itself, in the last line of its pid file. */
    private void awaitReady(Path data) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!pidFile(data)
                .filter(lines -> lines.get(lines.size() - 1).startsWith("ready"))
                .isPresent()) {
            if (!process.alive()) {
                throw new IOException(process.tail());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("it was not ready within " + PATIENCE.toSeconds() + " s; " + process.tail());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Ends a server that an earlier, killed process left running on this data directory. */
    static void endLeftOver(Path data) throws IOException, InterruptedException {
        Optional<ProcessHandle> leftOver = pidFile(data)
                .flatMap(lines -> ProcessHandle.of(Long.parseLong(lines.get(0).strip())))
                .filter(process -> serves(process, data));
        if (leftOver.isEmpty()) {
            return;
        }
        ProcessHandle server = leftOver.orElseThrow();
        new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
        for (int i = 0; server.isAlive() && i < 200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        server.destroyForcibly();
    }

    /** A process id is soon somebody else's: only a process that names our data directory is ours. */
    private static boolean serves(ProcessHandle process, Path data) {
        return process.info()
                .arguments()
                .map(Arrays::asList)
                .filter(arguments -> arguments.contains(data.toString()))
                .isPresent();
    }

    private static Optional<List<String>> pidFile(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
    }

    private static List<String> program(Path home, String name, List<String> arguments) {
        List<String> command = new ArrayList<>(Unprivileged.prefix());
        command.add(home.resolve("bin").resolve(name).toString());
        command.addAll(arguments);
        return command;
    }

    /** 126 and 127 are how shells and their like say "found, not runnable" and "not found". */
    private static String reason(int status, String output) {
        return switch (status) {
            case 126 -> "its programs may not be run from there (is it mounted noexec?)";
            case 127 -> "its programs do not run on this system (they need glibc)";
            default ->
                output.lines()
                        .filter(line -> line.contains("FATAL:") || line.contains("error:"))
                        .findFirst()
                        .orElse("initdb ended with " + status + ": " + output.strip());
        };
    }

    @Override
    public void close() {
        process.close();
    }
}
