package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.postgres.Catalog.Entry;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Creates the database of a pair, and drops it again: the do and its undo. */
final class Creation {
    /** Objects that a load left, of any kind; what a server ships has lower numbers. */
    private static final String LEFTOVERS = """
            SELECT 1 FROM pg_catalog.pg_class WHERE oid >= 16384
            UNION ALL SELECT 1 FROM pg_catalog.pg_proc WHERE oid >= 16384
            UNION ALL SELECT 1 FROM pg_catalog.pg_type WHERE oid >= 16384
            UNION ALL SELECT 1 FROM pg_catalog.pg_namespace WHERE oid >= 16384
            UNION ALL SELECT 1 FROM pg_catalog.pg_extension WHERE oid >= 16384
            UNION ALL SELECT 1 FROM pg_catalog.pg_largeobject_metadata
            LIMIT 1
            """;

    private final Admin admin;

    Creation(Admin admin) {
        this.admin = admin;
    }

    void create(Building building) {
        String database = building.pair().database().value();
        admin.alone(
                building.pair(),
                "database " + database + " could not be created",
                connection -> create(connection, building));
    }

    private void create(Connection connection, Building building) throws SQLException {
        create(connection, building, builder -> createEmpty(connection, building.pair(), builder));
    }

    /** How the database itself comes to be. */
    interface Birth {
        void by(BuilderRole builder) throws SQLException;
    }

    /** The role with its mark, the database unless it is there, its mark, and nobody else may connect. */
    void create(Connection connection, Building building, Birth birth) throws SQLException {
        String database = building.pair().database().value();
        Optional<Entry> existing = Catalog.find(connection, database);
        if (existing.isPresent()) {
            requireOurs(existing.get(), building);
        }
        BuilderRole builder = admin.builder(building.pair());
        Mark mark = Mark.building(building);
        builder.ensure(connection, mark.of(building.pair().database()), Catalog.majorVersion(connection));
        if (existing.isEmpty()) {
            birth.by(builder);
        }
        Marks.write(connection, Catalog.find(connection, database).orElseThrow(), mark);
        Sql.execute(connection, "REVOKE ALL ON DATABASE " + Sql.identifier(database) + " FROM PUBLIC");
    }

    /** Like Odoo creates its databases: from template0, sorted by code point. Nobody but the builder may connect. */
    private static void createEmpty(Connection connection, StoragePair pair, BuilderRole builder) throws SQLException {
        Sql.execute(
                connection,
                "CREATE DATABASE " + Sql.identifier(pair.database().value()) + " OWNER "
                        + Sql.identifier(builder.name()) + " TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'");
    }

    /** What an attempt to fill a database may have left. */
    private enum Left {
        NOTHING,
        /** A load that can be gone on with. */
        LOAD,
        OTHER
    }

    /** Empties the database by making it anew, if a former attempt left anything in it, or died while doing so. */
    void recreate(Building building) {
        if (left(building) != Left.NOTHING) {
            makeAnew(building);
        }
    }

    /** The same, unless it is a load that can be gone on with. */
    void recreateUnlessBegun(Building building) {
        if (left(building) == Left.OTHER) {
            makeAnew(building);
        }
    }

    /** Whoever still works in it as its builder is sent away first, so that it stays as it is found. */
    private Left left(Building building) {
        String database = building.pair().database().value();
        String server = building.pair().server();
        String what = "database " + database + " could not be looked at";
        boolean whole = admin.ask(server, what, connection -> {
            Optional<Entry> existing = Catalog.find(connection, database);
            existing.ifPresent(entry -> requireOurs(entry, building));
            boolean there = existing.filter(Entry::whole).isPresent();
            if (there) {
                Sessions.end(
                        connection, database, admin.builder(building.pair()).name());
            }
            return there;
        });
        return whole ? admin.in(server, database, what, Creation::left) : Left.OTHER;
    }

    private static Left left(Connection connection) throws SQLException {
        if (!Sql.exists(connection, LEFTOVERS)) {
            return Left.NOTHING;
        }
        return Sql.exists(connection, LoadLog.CAN_GO_ON) ? Left.LOAD : Left.OTHER;
    }

    private void makeAnew(Building building) {
        String database = building.pair().database().value();
        admin.alone(building.pair(), "database " + database + " could not be emptied", connection -> {
            Optional<Entry> existing = Catalog.find(connection, database);
            if (existing.isPresent()) {
                requireOurs(existing.get(), building);
                Dropping.drop(connection, database);
            }
            create(connection, building);
        });
    }

    void drop(Building building) {
        String database = building.pair().database().value();
        admin.alone(building.pair(), "database " + database + " could not be dropped", connection -> {
            Optional<Entry> existing = Catalog.find(connection, database);
            if (existing.isPresent()) {
                requireOurs(existing.get(), building);
                Dropping.drop(connection, database);
            }
            admin.builder(building.pair()).drop(connection);
        });
    }

    /** Ours is what bears this operation's id, or what its builder role owns: a crash may come before the mark. */
    private void requireOurs(Entry existing, Building building) {
        boolean unmarked = existing.mark().isEmpty()
                && existing.owner().equals(admin.builder(building.pair()).name());
        boolean marked = existing.mark()
                .filter(mark -> mark.operation().equals(building.operation()))
                .filter(mark -> mark.state() == KeptPair.State.BUILDING || mark.state() == KeptPair.State.READY)
                .isPresent();
        if (!unmarked && !marked) {
            throw new OrchestratorException(
                    ErrorCode.NOT_OURS,
                    "database " + existing.name() + " exists and was not built by " + building.operation()
                            + ": it was not touched");
        }
    }
}
