package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.DumpReader;
import io.bemade.odoo.activities.dump.Element;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.DumpLoader;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Loads a dump as the builder role, over one connection for the script and several for the rows and what is built on
 * them. The script is read once, as a stream; memory does not grow with it. A second attempt goes on with what the first
 * one left in the database.
 */
public final class ParallelLoader implements DumpLoader {
    private final Databases databases;
    private final LoadConnections connections;

    public ParallelLoader(Databases databases, LoadConnections connections) {
        this.databases = databases;
        this.connections = connections;
    }

    @Override
    public DatabaseReport load(Building building, InputStream in, long totalBytes, Pulse pulse) {
        int major = databases.majorVersion(building.pair().server());
        int lanes = connections.to(building.pair().server());
        DumpReader reader = new DumpReader(in);
        try (Connection main = databases.connectAsBuilder(building.pair());
                Pulse.Registration watched = pulse.closeOnAbort(() -> Lanes.abort(main));
                Lanes over = Lanes.open(lanes, () -> databases.connectAsBuilder(building.pair()), pulse)) {
            LoadLog log = LoadLog.open(main);
            Copies copies = new Copies(over, log);
            LoadSession session = new LoadSession(
                    main,
                    over,
                    copies,
                    log,
                    detail -> pulse.report(Progress.bytes("loading database", reader.position(), totalBytes, detail)));
            session.begin();
            for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
                refuseNewer(reader, major);
                if (next.get() instanceof Element.CopyData copy) {
                    session.rows(copy.statement(), Copies.target(copy), place -> copies.add(copy, place));
                } else {
                    session.statement((Element.Statement) next.get());
                }
            }
            List<String> warnings = session.end();
            return new DatabaseReport(copies.tables(), copies.rows(), reader.position(), warnings);
        } catch (SQLException e) {
            throw LoadFailures.lost(e);
        } catch (IOException e) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "the dump could not be read on", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "the load was interrupted", e);
        }
    }

    /** An older server cannot understand what a newer one wrote; better said at once than somewhere in the middle. */
    private static void refuseNewer(DumpReader reader, int server) {
        if (reader.dumpedFrom().isPresent() && reader.dumpedFrom().getAsInt() > server) {
            throw new OrchestratorException(
                    ErrorCode.BAD_BACKUP,
                    "the dump is of PostgreSQL " + reader.dumpedFrom().getAsInt() + " and the server runs " + server
                            + ": restore it on a server that is not older than the dump");
        }
    }
}
