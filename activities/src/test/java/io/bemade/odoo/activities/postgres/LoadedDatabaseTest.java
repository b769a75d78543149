package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An empty database for each test, and a way to load it. */
abstract class LoadedDatabaseTest {
    private static final int LANES = 3;

    final PostgresDatabases databases = RealPostgres.databases();
    final Building building = RealPostgres.building();
    final ParallelLoader loader = new ParallelLoader(databases, LoadConnections.of(LANES));

    @BeforeEach
    void create() {
        databases.create(building);
    }

    @AfterEach
    void drop() {
        databases.drop(building);
    }

    DatabaseReport load(String script) {
        return load(loader, script);
    }

    DatabaseReport load(String script, int lanes) {
        return load(new ParallelLoader(databases, LoadConnections.of(lanes)), script);
    }

    private DatabaseReport load(ParallelLoader by, String script) {
        return by.load(building, stream(script), script.length(), Pulse.none());
    }

    static InputStream stream(String script) {
        return new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));
    }

    /** The first column of what the builder sees. */
    List<String> ask(String sql) throws SQLException {
        try (Connection connection = databases.connectAsBuilder(building.pair())) {
            return Sql.column(connection, sql);
        }
    }
}
