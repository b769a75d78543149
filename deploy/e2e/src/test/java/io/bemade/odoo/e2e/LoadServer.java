package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.postgres.LoadConnections;
import io.bemade.odoo.activities.postgres.ParallelLoader;
import io.bemade.odoo.activities.postgres.PgDump;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server with a plain role, its databases, their dumps, and what is made of a dump: by psql, and by our loader. */
final class LoadServer {
    /** May do nothing but what everybody may; its password is its name. */
    static final String PLAIN = "e2e_plain";

    static final String SUPERUSER = "postgres";

    private static final LoadConnections LANES = LoadConnections.of(3);

    /** Of all versions that were started, by name: a copy may go from one to another. */
    private static final Map<String, Server> SERVERS = new ConcurrentHashMap<>();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** Fails, or finds something, where a page is damaged or an index lacks a row. */
    private static final String SOUND = """
            CREATE EXTENSION amcheck SCHEMA pg_catalog;
            SELECT c.oid::regclass, v FROM pg_class c, verify_heapam(c.oid) v WHERE c.relkind IN ('r', 'm', 't');
            SELECT bt_index_check(c.oid, true)::text
              FROM pg_class c JOIN pg_am a ON a.oid = c.relam JOIN pg_index i ON i.indexrelid = c.oid
             WHERE a.amname = 'btree' AND c.relkind = 'i' AND i.indisvalid;
            """;

    final int version;
    final PostgresDatabases databases;
    private final String name;
    private final RealStack real;
    private final int port;
    private final Path directory;

    LoadServer(RealStack real, int version) {
        this.real = real;
        this.version = version;
        port = Integer.parseInt(real.postgres(version).getOrDefault("PGPORT", "0"));
        name = "pg" + version;
        SERVERS.put(name, new Server(name, "127.0.0.1", port, "e2e", "admin", SUPERUSER, "prefer", Optional.empty()));
        databases = databases(Rate.unlimited());
        try {
            directory = real.directory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sql(
                "DO $$ BEGIN CREATE ROLE e2e_plain LOGIN PASSWORD 'e2e_plain'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        sql("GRANT e2e_plain TO admin");
    }

    /** A new database of the plain role, like the ones that our product makes. */
    String create() {
        String database = "load_" + NUMBERS.incrementAndGet();
        sql("CREATE DATABASE " + database + " OWNER e2e_plain TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'");
        return database;
    }

    void drop(String database) {
        sql("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    private void sql(String statement) {
        try (Connection superuser = superuser(SUPERUSER);
                Statement once = superuser.createStatement()) {
            once.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Dies without a word to anybody, and comes back. */
    void crash() throws IOException, InterruptedException {
        Map<String, String> settings = real.postgres(version);
        String pid = Files.readAllLines(Path.of(settings.getOrDefault("PGDATA", ""), "postmaster.pid"))
                .get(0);
        Shell.run(Map.of(), List.of("kill", "-QUIT", pid)).orThrow();
        Await.until("the server is down", () -> !Files.exists(Path.of("/proc", pid)));
        real.run(
                        Map.of("PG_PORT", String.valueOf(port)),
                        List.of(real.script("odoo/postgres-up"), String.valueOf(version)))
                .orThrow();
    }

    /** By psql 18, strictly. */
    Shell psql(String role, String database, String... arguments) {
        return program(18, "psql", role, database, List.of(arguments), "-X", "-q", "-v", "ON_ERROR_STOP=1");
    }

    /** Loads a dump as the plain role, all or nothing. */
    Shell psqlLoad(String database, Path dump) {
        return psql(PLAIN, database, "-1", "-f", dump.toString());
    }

    /** What our loader makes of a dump is what psql makes of it. The dump is deleted. */
    void loadsAlike(String what, Path dump) throws IOException {
        String peer = create();
        try (Ours ours = ours()) {
            DatabaseReport report = assertLoads(what, ours, dump);
            if (version < 17 && remove(dump, "SET transaction_timeout = 0;")) {
                assertThat(report.warnings())
                        .as(what)
                        .singleElement()
                        .asString()
                        .contains("transaction_timeout");
            } else {
                assertThat(report.warnings()).as(what).isEmpty();
            }
            Shell loaded = psqlLoad(peer, dump);
            assertThat(loaded.exit()).as("%s: psql says %s", what, loaded.err()).isZero();
            Files.delete(dump);
            image(peer, PLAIN).assertSame(ours.image(), what);
            assertThat(psql(SUPERUSER, ours.name(), "-At", "-c", SOUND).orThrow())
                    .as("%s: pages and indexes", what)
                    .isBlank();
        } finally {
            drop(peer);
        }
    }

    private static DatabaseReport assertLoads(String what, Ours ours, Path dump) throws IOException {
        try {
            return ours.load(dump);
        } catch (OrchestratorException e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    /** The same dump, without what psql could not load on that server. */
    static Path forVersion(int version, Path dump) throws IOException {
        if (version < 17) {
            remove(dump, "SET transaction_timeout = 0;");
        }
        return dump;
    }

    /** A setting that servers before 17 do not know. */
    private static boolean remove(Path dump, String line) throws IOException {
        String script = Files.readString(dump, StandardCharsets.ISO_8859_1);
        String without = script.replace("\n" + line + "\n", "\n");
        Files.writeString(dump, without, StandardCharsets.ISO_8859_1);
        return !without.equals(script);
    }

    /** A plain dump by pg_dump of that version. */
    Path dump(int pgDump, String database, String... arguments) {
        Path file = directory.resolve(database + "-" + pgDump + "-" + NUMBERS.incrementAndGet() + ".sql");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-f", file.toString()));
        program(pgDump, "pg_dump", SUPERUSER, database, all).orThrow();
        return file;
    }

    private Shell program(
            int programVersion, String name, String role, String database, List<String> more, String... first) {
        List<String> command = new ArrayList<>(List.of(real.script("odoo/bin/" + name)));
        command.addAll(List.of(first));
        command.addAll(List.of("-h", "127.0.0.1", "-p", String.valueOf(port), "-U", role, "-d", database));
        command.addAll(more);
        return Shell.run(Map.of("PGPASSWORD", role, "PG_VERSION", String.valueOf(programVersion)), command);
    }

    /** What a database is; its owner may be the plain role or the builder of ours. */
    DatabaseImage image(String database, String owner) {
        Shell schema = program(18, "pg_dump", SUPERUSER, database, List.of("-s"));
        try (Connection superuser = superuser(database)) {
            return DatabaseImage.of(superuser, owner, schema.orThrow());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, SUPERUSER, SUPERUSER);
    }

    /** A database that some instance uses. */
    StoragePair used(String database) {
        return new StoragePair(
                InstanceRef.of("e2e/production"), name, new DatabaseName(database), new FilestoreName("production"));
    }

    /** @param rate at which databases that serve are read */
    PostgresDatabases databases(Rate rate) {
        return new PostgresDatabases(
                () -> SERVERS,
                (namespace, secret) -> new Secret(secret, Map.of("username", "admin", "password", "admin")),
                new PgDump(real.script("odoo/bin/pg_dump")),
                LANES,
                rate);
    }

    /** A database under construction that is empty. */
    Ours ours() {
        String database = "ours-%08x".formatted(NUMBERS.incrementAndGet());
        StoragePair pair = new StoragePair(
                InstanceRef.of("e2e/ours"), this.name, new DatabaseName(database), new FilestoreName(database));
        Building building = new Building(pair, "restore-" + database, Instant.parse("2026-01-01T00:00:00Z"));
        databases.create(building);
        return new Ours(building);
    }

    /** A database that our loader fills; it is dropped with its builder role. */
    final class Ours implements AutoCloseable {
        final Building building;

        private Ours(Building building) {
            this.building = building;
        }

        DatabaseReport load(Path dump) throws IOException {
            try (InputStream in = Files.newInputStream(dump)) {
                return load(in, Files.size(dump));
            }
        }

        DatabaseReport load(InputStream in, long size) {
            return new ParallelLoader(databases, LANES).load(building, in, size, Pulse.none());
        }

        /** Copies what an instance uses, while it serves. */
        CopyReport copy(StoragePair used, Pulse pulse) {
            return databases.copy(copying(used), pulse);
        }

        Copying copying(StoragePair used) {
            return new Copying(building, used, PLAIN, CopyWay.ONLINE);
        }

        /** As a second attempt of the step begins. */
        void again() {
            databases.recreateUnlessBegun(building);
        }

        String name() {
            return building.pair().database().value();
        }

        String owner() {
            return databases.builderAccess(building.pair()).user();
        }

        DatabaseImage image() {
            return LoadServer.this.image(name(), owner());
        }

        @Override
        public void close() {
            databases.drop(building);
        }
    }
}
