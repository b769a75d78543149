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
import java.util.Optional;

/** Loads a dump over one connection, in the order of the script, as the builder role. */
public final class StreamingLoader implements DumpLoader {
    private final Databases databases;

    public StreamingLoader(Databases databases) {
        this.databases = databases;
    }

    @Override
    public DatabaseReport load(Building building, InputStream in, long totalBytes, Pulse pulse) {
        int major = databases.majorVersion(building.pair().server());
        DumpReader reader = new DumpReader(in);
        try (Connection connection = databases.connectAsBuilder(building.pair());
                Pulse.Registration watched = pulse.closeOnAbort(() -> abort(connection))) {
            LoadSession session = new LoadSession(connection, reader, totalBytes, pulse);
            session.begin();
            for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
                refuseNewer(reader, major);
                if (next.get() instanceof Element.CopyData copy) {
                    session.copy(copy);
                } else {
                    session.statement((Element.Statement) next.get());
                }
            }
            return session.end();
        } catch (SQLException e) {
            throw LoadFailures.lost(e);
        } catch (IOException e) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "the dump could not be read on", e);
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

    private static void abort(Connection connection) throws IOException {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    static Progress progress(DumpReader reader, long totalBytes, String detail) {
        return Progress.bytes("loading database", reader.position(), totalBytes, detail);
    }
}
