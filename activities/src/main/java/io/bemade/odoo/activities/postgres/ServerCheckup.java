package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.postgres.Catalog.Entry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the administrator must be able to do for an instance; each lack comes with the statement that mends it. */
final class ServerCheckup {
    private static final String MAKES = """
            SELECT 1 FROM pg_catalog.pg_roles
             WHERE rolname = CURRENT_USER AND (rolsuper OR rolcreatedb AND rolcreaterole)
            """;

    private static final int OLDEST = 15;

    private final Connection connection;
    private final String server;
    private final String user;

    ServerCheckup(Connection connection, String server) throws SQLException {
        this.connection = connection;
        this.server = server;
        this.user = Sql.column(connection, "SELECT CURRENT_USER").get(0);
    }

    void run(ServerCheck check) throws SQLException {
        requireSupported(Catalog.majorVersion(connection));
        if (!Sql.exists(connection, MAKES)) {
            throw lacks(
                    "may not create databases and roles",
                    "ALTER ROLE " + Sql.identifier(user) + " CREATEDB CREATEROLE");
        }
        membership(check.role());
        if (check.current().isPresent()) {
            current(check.current().get());
        }
    }

    void requireSupported(int major) {
        if (major < OLDEST) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "PostgreSQL server " + server + " runs version " + major + ", and " + OLDEST
                            + " is the oldest that is supported: upgrade it, or choose another server");
        }
    }

    /** To give objects to a role one must be a member of it. */
    void membership(String role) throws SQLException {
        if (!Sql.exists(connection, "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?", role)) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "role " + role + " does not exist on PostgreSQL server " + server
                            + ": create it, it is the one that the instance's Odoo connects as");
        }
        if (!Sql.exists(connection, "SELECT 1 WHERE pg_catalog.pg_has_role(?, 'MEMBER')", role)) {
            throw lacks("may not give objects to role " + role, grant(role));
        }
    }

    private void current(StoragePair pair) throws SQLException {
        Optional<Entry> entry = Catalog.ours(connection, pair);
        if (entry.isEmpty()) {
            return;
        }
        String owner = entry.get().owner();
        if (!Sql.exists(connection, "SELECT 1 WHERE pg_catalog.pg_has_role(?, 'USAGE')", owner)) {
            throw lacks("may not shut database " + pair + ", which belongs to " + owner, grant(owner));
        }
        List<String> unendable = Sessions.unendable(connection, entry.get().name());
        if (!unendable.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "database " + pair + " is used by " + String.join(", ", unendable) + ", whom role " + user
                            + " may not disconnect: end these sessions, or, unless they are a superuser's, let a"
                            + " superuser run  " + grant("pg_signal_backend") + ";");
        }
    }

    private String grant(String role) {
        return "GRANT " + Sql.identifier(role) + " TO " + Sql.identifier(user);
    }

    private OrchestratorException lacks(String what, String remedy) {
        return new OrchestratorException(
                ErrorCode.ACCESS_DENIED,
                "role " + user + " " + what + " on PostgreSQL server " + server + ": let a superuser run  " + remedy
                        + ";");
    }
}
