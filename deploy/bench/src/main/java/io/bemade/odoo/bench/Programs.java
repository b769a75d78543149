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
    void sql(String... statements) {
        List<String> arguments = new ArrayList<>();
        for (String statement : statements) {
            arguments.addAll(List.of("-c", statement));
        }
        psql("postgres", arguments.toArray(String[]::new));
    }

    void psql(String database, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", database));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    /** An empty database, as Odoo makes one; what was there goes. */
    void fresh(String database) {
        drop(database);
        sql("CREATE DATABASE " + database + " TEMPLATE template0 LC_COLLATE 'C'", "CHECKPOINT");
    }

    void drop(String database) {
        sql("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    String program(String name) {
        return folder.resolve(name).toString();
    }

    /** @throws IllegalStateException when it does not end well, with what it said */
    void run(String... command) {
        try {
            Path said = Files.createTempFile("bench", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(said.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "PGHOST", host,
                            "PGPORT", String.valueOf(port),
                            "PGUSER", "postgres",
                            "PGPASSWORD", "postgres",
                            "PGOPTIONS", "-c client_min_messages=warning"));
            int exit = builder.start().waitFor();
            String errors = Files.readString(said);
            Files.delete(said);
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + exit + ": " + errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
