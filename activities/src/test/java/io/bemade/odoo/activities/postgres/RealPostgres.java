package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.embedded.PostgresServer;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The one server of a process that runs tests of this module; it ends with it. Every pair has a name of its own. */
public final class RealPostgres {
    /** The role of an instance's Odoo; the administrator may hand objects over to it. */
    public static final String ROLE = "odoo_erp";

    public static final String ROLE_PASSWORD = "of-the-instance";

    /** Somebody else, whose sessions the administrator may not end. */
    static final String WATCHER = "watcher";

    private static final Path DIRECTORY = Path.of(System.getProperty("test.postgres", "target/postgres"));

    /** Its programs, for every server of these tests. */
    static final Path BINARIES = Path.of("target", "binaries");

    public static final PostgresServer SERVER = start();

    /** The servers that are embedded come without it. */
    static final String PG_DUMP = "no-pg_dump";

    private static final int LANES = 2;
    private static final String NAME = "main";
    private static final AtomicInteger PAIRS = new AtomicInteger();

    private RealPostgres() {}

    private static PostgresServer start() {
        PostgresServer server = PostgresServer.start(DIRECTORY, BINARIES);
        server.createInstanceRole(ROLE, ROLE_PASSWORD);
        server.execute("CREATE ROLE " + WATCHER + " LOGIN PASSWORD '" + ROLE_PASSWORD + "'");
        return server;
    }

    public static PostgresDatabases databases() {
        return databases(PG_DUMP);
    }

    static PostgresDatabases databases(String pgDump) {
        Server server =
                new Server(NAME, SERVER.host(), SERVER.port(), "shop", "admin", "postgres", "prefer", Optional.empty());
        return new PostgresDatabases(
                () -> Map.of(NAME, server),
                (namespace, secret) -> new Secret(
                        secret, Map.of("username", PostgresServer.ADMIN, "password", PostgresServer.ADMIN_PASSWORD)),
                new PgDump(pgDump),
                LoadConnections.of(LANES),
                Rate.unlimited());
    }

    /** A pair that nobody else has, not created yet. */
    public static Building building() {
        return building(InstanceRef.of("shop/erp" + PAIRS.incrementAndGet()), Instant.parse("2026-01-01T00:00:00Z"));
    }

    static Building building(InstanceRef instance, Instant createdAt) {
        String name = "%s-%08x".formatted(instance.name(), PAIRS.incrementAndGet());
        StoragePair pair = new StoragePair(instance, NAME, new DatabaseName(name), new FilestoreName(name));
        return new Building(pair, "restore-" + name, createdAt);
    }

    static Connection asRole(String database) throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl(database), ROLE, ROLE_PASSWORD);
    }

    static Connection asWatcher(String database) throws SQLException {
        return DriverManager.getConnection(SERVER.jdbcUrl(database), WATCHER, ROLE_PASSWORD);
    }

    static Connection superuser(String database) throws SQLException {
        return SERVER.superuser(database);
    }

    static String log() throws IOException {
        try (Stream<Path> files = Files.walk(DIRECTORY)) {
            StringBuilder log = new StringBuilder();
            for (Path file : files.filter(f -> f.endsWith("postgres.log")).toList()) {
                log.append(Files.readString(file));
            }
            return log.toString();
        }
    }

    /** The first column of what the superuser sees in the maintenance database. */
    static List<String> see(String sql, Object... values) {
        return seeIn("postgres", sql, values);
    }

    static List<String> seeIn(String database, String sql, Object... values) {
        try (Connection connection = SERVER.superuser(database)) {
            return Sql.column(connection, sql, values);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
