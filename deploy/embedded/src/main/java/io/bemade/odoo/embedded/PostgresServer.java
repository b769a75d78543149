package io.bemade.odoo.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real PostgreSQL 18 on loopback, with the roles a host has: a superuser, an administrator that may create databases and
 * roles and is no superuser (as on managed servers), and instance roles as asked for.
 */
public final class PostgresServer implements AutoCloseable {
    /** Role of the administrator: CREATEDB CREATEROLE, not superuser. */
    public static final String ADMIN = "orchestrator";

    /** Its password; the server listens on loopback only and lives as long as its process. */
    public static final String ADMIN_PASSWORD = "orchestrator-secret";

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts a server whose files are below the given directory, on a free port. */
    public static PostgresServer start(Path directory) {
        try {
            PostgresServer started = new PostgresServer(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                    .setDataDirectory(directory.resolve("data"))
                    .setCleanDataDirectory(true)
                    .setServerConfig("password_encryption", "scram-sha-256")
                    .start());
            started.execute("CREATE ROLE " + ADMIN + " LOGIN CREATEDB CREATEROLE PASSWORD '" + ADMIN_PASSWORD + "'");
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started below " + directory, e);
        }
    }

    /** A role as a running Odoo has; the administrator may hand objects over to it. */
    public void createInstanceRole(String role, String password) {
        execute("CREATE ROLE \"" + role + "\" LOGIN PASSWORD '" + password + "'");
        execute("GRANT \"" + role + "\" TO " + ADMIN + " WITH SET TRUE, INHERIT TRUE");
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return server.getPort();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), "postgres", "postgres");
    }

    /** As the superuser, in the maintenance database. */
    public void execute(String sql) {
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
