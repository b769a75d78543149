package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.DumpReader;
import io.bemade.odoo.activities.dump.Element;
import io.bemade.odoo.activities.port.BuilderConnections;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Copies a database while it serves, as it was at one moment, and disturbs nobody: what it is made of comes from pg_dump, its
 * rows go from server to server over several connections, with no disk between. Indexes and constraints are then built as
 * those of a backup are; the source is let go of before.
 */
final class OnlineCopy {
    /** Pieces of a big table are no smaller: each costs a statement and a commit. */
    private static final long LEAST_PIECE = 16L << 20;

    private final Admin admin;
    private final Creation creation;
    private final BuilderConnections builders;
    private final PgDump pgDump;
    private final LoadConnections connections;
    private final Rate rate;

    /**
     * @param connections that read, and as many that write
     * @param rate of what is read, in all copies together
     */
    OnlineCopy(
            Admin admin,
            Creation creation,
            BuilderConnections builders,
            PgDump pgDump,
            LoadConnections connections,
            Rate rate) {
        this.admin = admin;
        this.creation = creation;
        this.builders = builders;
        this.pgDump = pgDump;
        this.connections = connections;
        this.rate = rate;
    }

    CopyReport copy(Copying copying, Pulse pulse) {
        List<String> warnings = load(copying, pulse);
        StoragePair pair = copying.building().pair();
        long bytes = Catalog.bytes(admin, pair, "the size of " + pair + " could not be asked for");
        return new CopyReport(CopyWay.ONLINE, bytes, Duration.ZERO, Duration.ZERO, warnings);
    }

    private List<String> load(Copying copying, Pulse pulse) {
        creation.recreate(copying.building());
        StoragePair target = copying.building().pair();
        try (Connection main = builders.connectAsBuilder(target);
                Pulse.Registration watched = pulse.closeOnAbort(() -> Lanes.abort(main));
                Lanes over = Lanes.open(connections(copying), () -> builders.connectAsBuilder(target), pulse)) {
            return copy(copying, main, over, pulse);
        } catch (SQLException e) {
            throw understood(copying.source(), LoadFailures.lost(e));
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "what pg_dump says of database " + copying.source() + " was cut off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "the copy was interrupted", e);
        } catch (OrchestratorException e) {
            throw understood(copying.source(), e);
        }
    }

    private List<String> copy(Copying copying, Connection main, Lanes over, Pulse pulse)
            throws SQLException, IOException, InterruptedException {
        LoadSession session;
        byte[] afterRows;
        try (Snapshot snapshot = Snapshot.take(admin, copying, over.count(), pulse)) {
            LiveRows rows = new LiveRows(over, snapshot, rate);
            long total = snapshot.tables().stream().mapToLong(LiveTable::bytes).sum();
            session = new LoadSession(
                    main,
                    over,
                    rows,
                    LoadLog.none(),
                    detail -> pulse.report(Progress.bytes("copying database", rows.arrived(), total, detail)));
            session.begin();
            afterRows = shape(session, snapshot, original(copying, snapshot), pulse);
            session.awaitsRows();
            rows(session, rows, snapshot.tables(), total / over.count());
            rows.settle();
            for (String position : snapshot.sequences()) {
                session.statement(new Element.Statement(position, 0));
            }
        }
        run(session, new ByteArrayInputStream(afterRows));
        return session.end();
    }

    /** Both scripts are asked for at once, while the tables are kept as they are; the second is small. */
    private byte[] shape(LoadSession session, Snapshot snapshot, PgDump.Original original, Pulse pulse)
            throws SQLException, IOException, InterruptedException {
        try (InputStream before = rate.limit(pgDump.beforeRows(original));
                Pulse.Registration first = pulse.closeOnAbort(before);
                InputStream after = pgDump.afterRows(original);
                Pulse.Registration second = pulse.closeOnAbort(after)) {
            snapshot.sees(before);
            snapshot.sees(after);
            run(session, before);
            return after.readAllBytes();
        } catch (IOException | OrchestratorException e) {
            snapshot.explain(e);
            throw e;
        }
    }

    private PgDump.Original original(Copying copying, Snapshot snapshot) {
        StoragePair source = copying.source();
        return new PgDump.Original(
                source, admin.server(source.server()), admin.secrets(), copying.sourceRole(), snapshot.id());
    }

    private static void run(LoadSession session, InputStream script)
            throws SQLException, IOException, InterruptedException {
        DumpReader reader = new DumpReader(script);
        for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (!(next.get() instanceof Element.Statement statement)) {
                throw new IllegalStateException("pg_dump gave rows that nobody asked for");
            }
            session.statement(statement);
        }
    }

    /**
     * The biggest table first. One goes in pieces only where it would keep its connection busy long after the others are
     * done: rows that come in pieces cannot be frozen, and cost another write of every page when they are read first.
     *
     * @param each bytes that one connection brings
     */
    private void rows(LoadSession session, LiveRows rows, List<LiveTable> tables, long each)
            throws SQLException, IOException, InterruptedException {
        long piece = Math.max(LEAST_PIECE, each / 8);
        List<LiveTable> order = session.inOrder()
                ? tables
                : tables.stream()
                        .sorted(Comparator.comparingLong(LiveTable::bytes).reversed())
                        .toList();
        for (LiveTable table : order) {
            boolean whole = session.inOrder() || table.bytes() < each * 3 / 2;
            session.rows(table.name(), table.name(), place -> rows.add(table, whole ? Long.MAX_VALUE : piece));
        }
    }

    /** A server that serves is not asked for more than it can do at once. */
    private int connections(Copying copying) {
        return Math.min(
                connections.to(copying.source().server()),
                connections.to(copying.building().pair().server()));
    }

    /** There is no backup that could be bad. */
    private static OrchestratorException understood(StoragePair source, OrchestratorException e) {
        return e.code() != ErrorCode.BAD_BACKUP
                ? e
                : new OrchestratorException(
                        ErrorCode.NOT_PROVEN,
                        "database " + source + " could not be copied while it serves: " + e.getMessage()
                                + "; strategy template copies everything, and lets it pause for a moment",
                        e);
    }
}
