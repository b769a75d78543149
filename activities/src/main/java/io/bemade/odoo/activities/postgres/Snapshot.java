package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One moment of a database that serves, seen by several connections. They hold no lock but that of a reader on its tables,
 * for which nobody waits who reads or writes rows.
 */
final class Snapshot implements AutoCloseable {
    private static final int AT_ONCE = 100;
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final StoragePair pair;
    private final Connection holder;
    private final List<Connection> connections;
    private final List<Pulse.Registration> registrations;
    private final BlockingQueue<Connection> readers = new LinkedBlockingQueue<>();
    private final Map<String, String> sequences = new LinkedHashMap<>();
    private final String id;
    private final List<LiveTable> tables;
    private long looked = System.nanoTime();

    private Snapshot(
            StoragePair pair,
            List<Connection> connections,
            List<Pulse.Registration> registrations,
            String id,
            List<LiveTable> tables,
            Map<String, String> sequences) {
        this.pair = pair;
        this.holder = connections.get(0);
        this.connections = connections;
        this.registrations = registrations;
        this.readers.addAll(connections.subList(1, connections.size()));
        this.id = id;
        this.tables = tables;
        this.sequences.putAll(sequences);
    }

    /**
     * @param readers connections that read
     * @param pulse cuts them when the copy is no longer wanted
     */
    static Snapshot take(Admin admin, Copying copying, int readers, Pulse pulse) {
        StoragePair pair = copying.source();
        Server server = admin.server(pair.server());
        List<Connection> connections = new ArrayList<>();
        List<Pulse.Registration> registrations = new ArrayList<>();
        try {
            for (int i = 0; i <= readers; i++) {
                Connection connection =
                        server.admin(admin.secrets(), pair.database().value());
                connections.add(connection);
                registrations.add(pulse.closeOnAbort(() -> Lanes.abort(connection)));
                LiveSession.begin(connection, copying.sourceRole());
            }
            Connection holder = connections.get(0);
            String id =
                    Sql.column(holder, "SELECT pg_catalog.pg_export_snapshot()").get(0);
            for (Connection reader : connections.subList(1, connections.size())) {
                Sql.execute(reader, "SET TRANSACTION SNAPSHOT " + Sql.literal(id));
            }
            keepTables(holder, pair);
            return new Snapshot(
                    pair, connections, registrations, id, LiveCatalog.tables(holder), LiveCatalog.sequences(holder));
        } catch (SQLException e) {
            end(connections, registrations);
            throw failure(pair, "tables", e);
        } catch (RuntimeException e) {
            end(connections, registrations);
            throw e;
        }
    }

    /** As they are: one that was rewritten since the moment would look empty. */
    private static void keepTables(Connection holder, StoragePair pair) throws SQLException {
        List<String> tables = Sql.column(holder, LiveCatalog.TABLE_NAMES);
        for (int from = 0; from < tables.size(); from += AT_ONCE) {
            List<String> some = tables.subList(from, Math.min(from + AT_ONCE, tables.size()));
            Sql.execute(holder, "LOCK TABLE ONLY " + String.join(", ONLY ", some) + " IN ACCESS SHARE MODE");
        }
        List<String> rewritten = Sql.column(holder, LiveCatalog.REWRITTEN);
        if (!rewritten.isEmpty()) {
            throw changing(pair, rewritten.get(0), null);
        }
    }

    String id() {
        return id;
    }

    /** Those that have rows, in pg_dump's order. */
    List<LiveTable> tables() {
        return tables;
    }

    /** What is done with a connection that sees the moment. */
    interface Reading {
        void by(Connection reader) throws SQLException;
    }

    void read(Reading reading) throws SQLException, InterruptedException {
        Connection reader = readers.take();
        reading.by(reader);
        readers.add(reader);
    }

    /** Fails when the tables are no longer kept as they are. */
    void check() {
        if (System.nanoTime() - looked > LOOK_EVERY) {
            try {
                Sql.execute(holder, "SELECT");
            } catch (SQLException e) {
                throw failure("tables", e);
            }
            looked = System.nanoTime();
        }
    }

    /** What brings the sequences to where they are now, no earlier than any row that is read. */
    List<String> sequences() {
        try {
            sequences.putAll(LiveCatalog.sequences(holder));
            return List.copyOf(sequences.values());
        } catch (SQLException e) {
            throw failure("sequences", e);
        }
    }

    /** @param what could not be read */
    OrchestratorException failure(String what, SQLException e) {
        return failure(pair, what, e);
    }

    private static OrchestratorException failure(StoragePair pair, String what, SQLException e) {
        String state = Sql.state(e);
        if (state.equals("55P03") || state.equals("42P01")) {
            return changing(pair, what, e);
        }
        return new OrchestratorException(
                Sql.code(e), "of database " + pair + ", " + what + " could not be read: " + Sql.firstLine(e), e);
    }

    private static OrchestratorException changing(StoragePair pair, String what, @Nullable SQLException e) {
        return new OrchestratorException(
                ErrorCode.UNAVAILABLE,
                "somebody changes " + what + " of database " + pair
                        + ", as an update of modules does: the copy gives way, and begins anew later",
                e);
    }

    /** Whoever is still being read with is cut. */
    @Override
    public void close() {
        registrations.forEach(Pulse.Registration::close);
        for (Connection connection : connections) {
            if (connection == holder || readers.contains(connection)) {
                Lanes.leave(connection);
            } else {
                Lanes.cut(connection);
            }
        }
    }

    private static void end(List<Connection> connections, List<Pulse.Registration> registrations) {
        registrations.forEach(Pulse.Registration::close);
        connections.forEach(Lanes::cut);
    }
}
