package io.bemade.odoo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * PostgreSQL's own programs, as the superuser of the server that is measured.
 *
 * @param folder where {@code psql}, {@code pg_dump} and {@code pg_restore} are
 */
record Programs(Path folder, String host, int port) {
    /** @param settings {@code programs} and {@code server} (host:port) */
    static Programs of(Map<String, String> settings) {
        String[] server = settings.getOrDefault("server", "127.0.0.1:5432").split(":");
        return new Programs(
                Path.of(settings.getOrDefault("programs", "/usr/bin")), server[0], Integer.parseInt(server[1]));
    }

    String url(String database) {
        return "postgresql://postgres@%s:%d/%s".formatted(host, port, database);
    }

    void sql(String... statements) {
        List<String> arguments = new ArrayList<>();
        for (String statement : statements) {
            arguments.addAll(List.of("-c", statement));
        }
        psql("postgres", arguments.toArray(String[]::new));
    }

    /** Nothing of what was before is still being written. */
    void calm() {
        sql("CHECKPOINT");
        run("sync");
    }

    void psql(String database, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", database));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    /** @return what the query says, as text */
    String answer(String database, String query) {
        return output(program("psql"), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query);
    }

    /** An empty database, as Odoo makes one; what was there goes. */
    void fresh(String database) {
        drop(database);
        sql("CREATE DATABASE " + database + " TEMPLATE template0 LC_COLLATE 'C'");
        calm();
    }

    void drop(String database) {
        sql("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    String program(String name) {
        return folder.resolve(name).toString();
    }

    /** @throws IllegalStateException when it does not end well, with what it said */
    void run(String... command) {
        output(command);
    }

    private String output(String... command) {
        try {
            Path errors = Files.createTempFile("bench", ".log");
            Path output = Files.createTempFile("bench", ".out");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment()
                        .putAll(Map.of(
                                "PGHOST", host,
                                "PGPORT", String.valueOf(port),
                                "PGUSER", "postgres",
                                "PGPASSWORD", "postgres",
                                "PGOPTIONS", "-c client_min_messages=warning"));
                int exit = builder.start().waitFor();
                if (exit != 0) {
                    throw new IllegalStateException(
                            String.join(" ", command) + " ended with " + exit + ": " + Files.readString(errors));
                }
                return Files.readString(output).trim();
            } finally {
                Files.delete(errors);
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
