package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.postgres.Catalog.Entry;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Hands a complete database over to the instance's role. Relations and large objects go some at a time: in one transaction,
 * the locks of a big Odoo would not fit into the server's lock table. What remains (functions, types,
 * schemas, extensions, the database itself) goes by {@code REASSIGN OWNED}, which would be dangerous for a role that owns
 * other databases, and is exact for a builder role, which owns this one only.
 */
final class Ownership {
    private static final String RELATIONS = """
            SELECT 'ALTER ' || CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                              WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END
                   || pg_catalog.format(' %I.%I OWNER TO %I', n.nspname, c.relname, ?::text), c.oid
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
               AND c.relowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
               AND n.nspname !~ '^pg_'
               AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
                                WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                                  AND (d.deptype = 'e' OR (c.relkind = 'S' AND d.deptype IN ('a', 'i'))))
            UNION ALL
            SELECT pg_catalog.format('ALTER LARGE OBJECT %s OWNER TO %I', l.oid, ?::text), l.oid
              FROM pg_catalog.pg_largeobject_metadata l
             WHERE l.lomowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)
             ORDER BY 2
            """;

    private static final String SCHEMAS = "SELECT pg_catalog.quote_ident(nspname) FROM pg_catalog.pg_namespace"
            + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";

    /** Of an owner it would be the right that comes with owning. */
    private static final String NOT_OWNED = " AND nspowner <> (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ?)";

    private final Admin admin;

    Ownership(Admin admin) {
        this.admin = admin;
    }

    void own(Owning owning) {
        StoragePair pair = owning.building().pair();
        String what = "database " + pair.database() + " could not be handed over to role " + owning.role();
        admin.alone(pair, what, connection -> {
            new ServerCheckup(connection, pair.server()).membership(owning.role());
            Entry entry = Catalog.find(connection, pair.database().value())
                    .filter(found -> found.mark()
                            .filter(mark ->
                                    mark.operation().equals(owning.building().operation()))
                            .isPresent())
                    .orElseThrow(() -> foreign(owning.building()));
            BuilderRole builder = admin.builder(pair);
            if (entry.requireMark().state() == KeptPair.State.BUILDING) {
                handOver(connection, owning, entry, builder, what);
            }
            builder.drop(connection);
        });
    }

    private void handOver(Connection server, Owning owning, Entry entry, BuilderRole builder, String what)
            throws SQLException {
        Sessions.allow(server, entry.name(), true);
        admin.in(owning.building().pair().server(), entry.name(), what, connection -> {
            handOverRelations(connection, builder, owning.role());
            // Shut first, with us inside: at no time does the instance's role own a database that it can enter.
            Sessions.allow(server, entry.name(), false);
            handOverTheRest(connection, owning, entry, builder);
            return true;
        });
    }

    private static void handOverRelations(Connection connection, BuilderRole builder, String role) throws SQLException {
        for (String schema : Sql.column(connection, SCHEMAS)) {
            // An owner must be able to create where its objects are; only the hand-over needs it said.
            Sql.execute(connection, "GRANT CREATE ON SCHEMA " + schema + " TO " + Sql.identifier(role));
        }
        Sql.executeAll(connection, Sql.column(connection, RELATIONS, role, builder.name(), role, builder.name()));
    }

    private static void handOverTheRest(Connection connection, Owning owning, Entry entry, BuilderRole builder)
            throws SQLException {
        String role = owning.role();
        connection.setAutoCommit(false);
        Sql.execute(connection, "REASSIGN OWNED BY " + Sql.identifier(builder.name()) + " TO " + Sql.identifier(role));
        for (String schema : Sql.column(connection, SCHEMAS + NOT_OWNED, role)) {
            Sql.execute(connection, "REVOKE CREATE ON SCHEMA " + schema + " FROM " + Sql.identifier(role));
        }
        Sql.execute(connection, "DROP OWNED BY " + Sql.identifier(builder.name()));
        Marks.write(connection, entry, entry.requireMark().ready(owning.neutralized()));
        connection.commit();
    }

    private static OrchestratorException foreign(Building building) {
        return new OrchestratorException(
                ErrorCode.NOT_OURS, "database " + building + " is not one that " + building.operation() + " builds");
    }
}
