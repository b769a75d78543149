package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.sql.SqlFailures;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One moment of a database that serves, seen by several connections. They hold no lock but that of a reader on its tables,
 * for which nobody waits who reads or writes rows; and who changes a table, and would make all others wait, is given way.
 */
final class Snapshot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);
    private static final int AT_ONCE = 100;

    /** A lock that cannot be had; a table, column or schema that is not there any more. */
    private static final Set<String> CHANGED_MEANWHILE = Set.of("55P03", "42P01", "42703", "3F000");

    /** Looks, one a second: whoever waits for us longer than a reader may be waited for is let through. */
    private static final int PATIENCE = 5;

    /** What they wait for is a table that we keep as it is; and everybody who comes after them waits, too. */
    private static final String WAITED_FOR =
            "SELECT pid FROM pg_catalog.pg_locks WHERE NOT granted AND locktype = 'relation'"
                    + " AND pg_catalog.pg_blocking_pids(pid) && ?::integer[]";

    private final StoragePair pair;
    private final Connection holder;
    private final List<Connection> connections;
    private final List<Pulse.Registration> registrations;
    private final BlockingQueue<Connection> readers = new LinkedBlockingQueue<>();
    private final Map<String, String> sequences = new LinkedHashMap<>();
    private final String id;
    private final List<LiveTable> tables;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Set<Closeable> others = ConcurrentHashMap.newKeySet();
    private volatile boolean gaveWay;

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
        Thread watch = new Thread(this::watch, "keeps the moment of " + pair);
        watch.setDaemon(true);
        watch.start();
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
            // Who waits while it holds something is in the way of others, and they might be the ones to be sent away.
            Sql.execute(holder, "LOCK TABLE ONLY " + String.join(", ONLY ", some) + " IN ACCESS SHARE MODE NOWAIT");
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
        void by(Connection reader) throws SQLException, InterruptedException;
    }

    void read(Reading reading) throws SQLException, InterruptedException {
        Connection reader = readers.take();
        reading.by(reader);
        readers.add(reader);
    }

    /** Ends the reading when the tables are no longer kept as they are, or when somebody has waited for them for long. */
    private void watch() {
        try {
            String us = pids();
            Map<String, Integer> looks = new HashMap<>();
            while (!closed.await(1, TimeUnit.SECONDS)) {
                List<String> waiting = waiting(us);
                looks.keySet().retainAll(waiting);
                waiting.forEach(one -> looks.merge(one, 1, Integer::sum));
                if (looks.containsValue(PATIENCE)) {
                    gaveWay = true;
                    cut();
                    return;
                }
            }
        } catch (SQLException e) {
            if (closed.getCount() > 0) {
                cut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cut() {
        connections.forEach(Lanes::cut);
        others.forEach(Snapshot::end);
    }

    private static void end(Closeable other) {
        try {
            other.close();
        } catch (IOException e) {
            LOG.debug("What read beside the snapshot's connections did not close", e);
        }
    }

    /** Another one that sees this moment, and keeps tables as they are: it ends when the connections do. */
    void sees(Closeable other) {
        others.add(other);
        if (gaveWay) {
            end(other);
        }
    }

    /**
     * @param failure of one that sees this moment
     * @throws OrchestratorException when somebody was given way, which explains it
     */
    void explain(Exception failure) {
        if (gaveWay) {
            throw changing(pair, "tables", failure);
        }
    }

    private synchronized List<String> waiting(String us) throws SQLException {
        return Sql.column(holder, WAITED_FOR, us);
    }

    private String pids() throws SQLException {
        List<String> pids = new ArrayList<>();
        for (Connection connection : connections) {
            pids.add(String.valueOf(connection.unwrap(PGConnection.class).getBackendPID()));
        }
        return "{" + String.join(",", pids) + "}";
    }

    /** What brings the sequences to where they are now, no earlier than any row that is read. */
    synchronized List<String> sequences() {
        try {
            sequences.putAll(LiveCatalog.sequences(holder));
            return List.copyOf(sequences.values());
        } catch (SQLException e) {
            throw failure("sequences", e);
        }
    }

    /** @param what could not be read */
    OrchestratorException failure(String what, SQLException e) {
        return gaveWay ? changing(pair, what, e) : failure(pair, what, e);
    }

    private static OrchestratorException failure(StoragePair pair, String what, SQLException e) {
        String state = SqlFailures.state(e);
        if (CHANGED_MEANWHILE.contains(state)) {
            return changing(pair, what, e);
        }
        return new OrchestratorException(
                SqlFailures.code(e),
                "of database " + pair + ", " + what + " could not be read: " + SqlFailures.firstLine(e),
                e);
    }

    private static OrchestratorException changing(StoragePair pair, String what, @Nullable Exception e) {
        return new OrchestratorException(
                ErrorCode.UNAVAILABLE,
                "somebody changes " + what + " of database " + pair
                        + ", as an update of modules does: the copy gives way, and begins anew later",
                e);
    }

    /** Whoever is still being read with is cut. */
    @Override
    public void close() {
        closed.countDown();
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
