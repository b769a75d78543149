package io.bemade.odoo.bench;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.postgres.LoadConnections;
import io.bemade.odoo.activities.postgres.ParallelLoader;
import io.bemade.odoo.activities.postgres.PgDump;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The loader alone, without download, filestore and checks: what a database's part of a restore costs. */
final class OurLoader {
    private static final LoadConnections LANES = LoadConnections.of(2);

    private final PostgresDatabases databases;
    private final Building building = new Building(
            new StoragePair(Ours.PRODUCTION, "main", new DatabaseName("bench-load"), new FilestoreName("bench-load")),
            "bench",
            Instant.now());

    OurLoader(Programs programs) {
        Server server = new Server(
                "main", programs.host(), programs.port(), "bench", "admin", "postgres", "prefer", Optional.empty());
        databases = new PostgresDatabases(
                () -> Map.of("main", server),
                (namespace, name) -> new Secret(name, Map.of("username", "admin", "password", "admin")),
                new PgDump(programs.program("pg_dump")),
                LANES,
                Rate.unlimited());
    }

    void create() {
        databases.create(building);
    }

    void load(Path dump) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(dump), 1 << 20)) {
            new ParallelLoader(databases, LANES).load(building, in, Files.size(dump), Pulse.none());
        }
    }

    void drop() {
        databases.drop(building);
    }
}
