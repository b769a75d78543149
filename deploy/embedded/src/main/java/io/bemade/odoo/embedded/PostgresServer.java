package io.bemade.odoo.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real PostgreSQL 18 on loopback, with the roles a host has: a superuser, an administrator that may create databases and
 * roles and is no superuser (as on managed servers), and instance roles as asked for.
 *
 * <p>It starts empty each time, gives up durability for speed, and ends with this process, however that ends.
 */
public final class PostgresServer implements AutoCloseable {
    /** Role of the administrator: CREATEDB CREATEROLE, not superuser. */
    public static final String ADMIN = "orchestrator";

    /** Its password, another one in every process: other users of this host can reach the port, too. */
    public static final String ADMIN_PASSWORD = Passwords.random();

    private static final String WHAT = "PostgreSQL";
    private static final String SUPERUSER = "postgres";
    private static final String SUPERUSER_PASSWORD = Passwords.random();
    private static final long UNPACKED_BYTES = 70_000_000;
    private static final long EMPTY_CLUSTER_BYTES = 60_000_000;

    private final ServerDirectory directory;
    private final Postmaster postmaster;

    private PostgresServer(ServerDirectory directory, Postmaster postmaster) {
        this.directory = directory;
        this.postmaster = postmaster;
    }

    /**
     * Starts a server whose files are below the given directory, on a free port. What an earlier server left there is
     * stopped and removed; its unpacked programs are used again.
     *
     * @throws ServerException one sentence
     */
    public static PostgresServer start(Path directory) {
        return start(directory, directory.resolve("binaries"));
    }

    /**
     * The same with programs unpacked in a directory that servers share, those of other processes, too.
     */
    public static PostgresServer start(Path directory, Path binaries) {
        long needed = EMPTY_CLUSTER_BYTES + (Files.exists(binaries) ? 0 : UNPACKED_BYTES);
        ServerDirectory claimed = ServerDirectory.claim(directory, WHAT, needed);
        try {
            return withAdmin(new PostgresServer(
                    claimed, launch(claimed.path(), binaries.toAbsolutePath().normalize())));
        } catch (IOException e) {
            claimed.close();
            throw ServerDirectory.failed(claimed.path(), WHAT, needed, e);
        } catch (RuntimeException e) {
            claimed.close();
            throw e;
        } catch (InterruptedException e) {
            claimed.close();
            Thread.currentThread().interrupt();
            throw ServerException.below(claimed.path(), WHAT, "the start was interrupted", e);
        }
    }

    private static PostgresServer withAdmin(PostgresServer started) {
        try {
            started.execute("CREATE ROLE " + ADMIN + " LOGIN CREATEDB CREATEROLE PASSWORD '" + ADMIN_PASSWORD + "'");
            return started;
        } catch (RuntimeException e) {
            started.postmaster.close();
            throw e;
        }
    }

    private static Postmaster launch(Path directory, Path binaries) throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        Path log = directory.resolve("postgres.log");
        Postmaster.endLeftOver(data);
        Files.createDirectories(binaries);
        Path home = PostgresBinaries.unpackInto(binaries);
        Postmaster.initialize(home, data, log, SUPERUSER, SUPERUSER_PASSWORD);
        return Postmaster.start(home, data, log);
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
        return postmaster.port();
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), SUPERUSER, SUPERUSER_PASSWORD);
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

    /** Ends every session and the server; its files stay. Safe to call twice. */
    @Override
    public void close() {
        postmaster.close();
        directory.close();
    }
}
