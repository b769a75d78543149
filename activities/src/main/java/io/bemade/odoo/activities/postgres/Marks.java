package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.postgres.Catalog.Entry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Expiry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Use;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The life of a finished pair, as it stands on its database: in use, kept, doomed, gone. */
final class Marks {
    private final Admin admin;

    Marks(Admin admin) {
        this.admin = admin;
    }

    void current(Use use) {
        StoragePair pair = use.pair();
        admin.alone(pair, "database " + pair + " could not be marked", connection -> {
            Entry entry = require(connection, pair);
            if (entry.mark().isPresent()) {
                write(connection, entry, entry.requireMark().as(KeptPair.State.CURRENT));
            }
        });
    }

    void retire(Retirement retirement) {
        StoragePair pair = retirement.pair();
        admin.alone(pair, "database " + pair + " could not be retired", connection -> {
            Entry entry = require(connection, pair);
            Mark mark = entry.mark().orElseGet(() -> Mark.adopting(retirement, entry.comment()));
            if (mark.state() != KeptPair.State.DOOMED) {
                write(connection, entry, mark.retained(retirement.usedUntil(), retirement.deleteAt()));
            }
            Sessions.shut(connection, entry.name());
        });
    }

    void doom(Expiry expiry) {
        StoragePair pair = expiry.pair();
        admin.alone(pair, "the deletion of database " + pair + " could not begin", connection -> {
            Optional<Entry> entry = Catalog.ours(connection, pair);
            if (entry.isEmpty() || begun(entry.get(), pair)) {
                return;
            }
            Mark mark = entry.get().mark().orElseThrow(() -> foreign(pair));
            boolean due =
                    mark.deleteAt().filter(time -> !time.isAfter(expiry.now())).isPresent();
            if (mark.state().whole() && !(mark.state() == KeptPair.State.RETAINED && due)) {
                throw foreign(pair);
            }
            write(connection, entry.get(), mark.as(KeptPair.State.DOOMED));
            if (entry.get().whole()) {
                Sessions.allow(connection, entry.get().name(), false);
            }
        });
    }

    void expire(StoragePair pair) {
        admin.alone(pair, "database " + pair + " could not be deleted", connection -> {
            Optional<Entry> entry = Catalog.ours(connection, pair);
            if (entry.isPresent()) {
                boolean doomed = entry.get()
                        .mark()
                        .filter(mark -> mark.state() == KeptPair.State.DOOMED)
                        .isPresent();
                if (!doomed && !begun(entry.get(), pair)) {
                    throw foreign(pair);
                }
                Dropping.drop(connection, entry.get().name());
            }
            admin.builder(pair).drop(connection);
        });
    }

    /** A crash came between the creation of the database and its mark. */
    private boolean begun(Entry entry, StoragePair pair) {
        return entry.mark().isEmpty()
                && entry.owner().equals(admin.builder(pair).name());
    }

    private static Entry require(Connection connection, StoragePair pair) throws SQLException {
        return Catalog.ours(connection, pair)
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "database " + pair + " does not exist: it cannot be marked"));
    }

    static void write(Connection connection, Entry entry, Mark mark) throws SQLException {
        Sql.execute(
                connection, "COMMENT ON DATABASE " + Sql.identifier(entry.name()) + " IS " + Sql.literal(mark.text()));
    }

    private static OrchestratorException foreign(StoragePair pair) {
        return new OrchestratorException(
                ErrorCode.NOT_OURS,
                "database " + pair + " is not a kept pair of " + pair.instance()
                        + " whose time has come: it was not touched");
    }
}
