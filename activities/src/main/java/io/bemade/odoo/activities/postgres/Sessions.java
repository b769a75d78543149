package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The sessions of a database. */
final class Sessions {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Whoever keeps a database from being copied or dropped: clients, those that read its changes, workers of extensions. Of
     * other roles' sessions an administrator who is no superuser sees the role, not the kind of backend.
     */
    private static final String OTHERS = """
              FROM pg_catalog.pg_stat_activity s
             WHERE datname = ? AND pid <> pg_catalog.pg_backend_pid() AND usesysid IS NOT NULL
               AND coalesce(backend_type, '') <> 'parallel worker'
            """;

    /** PostgreSQL's own rule for {@code pg_terminate_backend}. */
    private static final String OURS_TO_END = """
            (SELECT m.rolsuper FROM pg_catalog.pg_roles m WHERE m.rolname = CURRENT_USER)
            OR (NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.oid = s.usesysid)
                AND (pg_catalog.pg_has_role(s.usesysid, 'USAGE') OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE')))
            """;

    private static final String WHO =
            "SELECT usename || ' (' || coalesce(nullif(application_name, ''), 'pid ' || pid) || ')'";

    private Sessions() {}

    /** Shuts everybody out, superusers too, or lets them in again; sessions there are stay. */
    static void allow(Connection admin, String database, boolean allowed) throws SQLException {
        Sql.execute(admin, "ALTER DATABASE " + Sql.identifier(database) + " ALLOW_CONNECTIONS " + allowed);
    }

    /** Nobody in, nobody left. */
    static void shut(Connection admin, String database) throws SQLException {
        allow(admin, database, false);
        end(admin, database);
    }

    /**
     * Ends all sessions but ours and waits until they are gone.
     *
     * @throws SQLException 55006 when some remain, such as a superuser's, which only a superuser may end
     */
    static void end(Connection admin, String database) throws SQLException {
        end(admin, "sessions of " + database, OTHERS, database);
    }

    /**
     * Ends a role's sessions and waits until they are gone.
     *
     * @throws SQLException 55006 when some remain
     */
    static void end(Connection admin, String database, String role) throws SQLException {
        end(admin, "sessions of " + role + " in " + database, OTHERS + " AND usename = ?", database, role);
    }

    private static void end(Connection admin, String what, String which, Object... values) throws SQLException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> left = Sql.column(admin, WHO + which, values);
        while (!left.isEmpty()) {
            // Waits up to 500 ms for each backend to go; one that may not be ended by us is left to the next look.
            Sql.column(
                    admin,
                    "SELECT pg_catalog.pg_terminate_backend(pid, 500)" + which + " AND (" + OURS_TO_END + ")",
                    values);
            Sql.column(admin, "SELECT pg_catalog.pg_sleep(0.05)");
            if (System.nanoTime() > end) {
                throw new SQLException(what + " do not end: " + String.join(", ", left), "55006");
            }
            left = Sql.column(admin, WHO + which, values);
        }
    }

    /** Who works in the database, but for ourselves on this connection. */
    static List<String> others(Connection admin, String database) throws SQLException {
        return Sql.column(admin, WHO + OTHERS, database);
    }

    /** Who works in the database and cannot be sent away by us. */
    static List<String> unendable(Connection admin, String database) throws SQLException {
        return Sql.column(admin, WHO + OTHERS + " AND NOT (" + OURS_TO_END + ")", database);
    }
}
