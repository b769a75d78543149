package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Supplier;

/** Runs work as a server's administrator and says what its failures mean. */
final class Admin {
    private final Supplier<Map<String, Server>> servers;
    private final Secrets secrets;

    Admin(Supplier<Map<String, Server>> servers, Secrets secrets) {
        this.servers = servers;
        this.secrets = secrets;
    }

    /** Work on one connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Work on one connection that answers nothing. */
    interface Deed {
        void on(Connection connection) throws SQLException;
    }

    Server server(String name) {
        Server server = servers.get().get(name);
        if (server == null) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND, "PostgreSQL server \"" + name + "\" is not configured: add it to the servers");
        }
        return server;
    }

    Secrets secrets() {
        return secrets;
    }

    /** In the maintenance database. */
    <T> T ask(String server, String what, Work<T> work) {
        return in(server, server(server).database(), what, work);
    }

    void run(String server, String what, Deed deed) {
        ask(server, what, connection -> {
            deed.on(connection);
            return true;
        });
    }

    /**
     * Alone with the database: whoever looks at its mark and acts on it does so here, so that two of them cannot both be
     * right. {@code UNAVAILABLE} when another one holds it for long.
     */
    void alone(StoragePair pair, String what, Deed deed) {
        run(pair.server(), what, connection -> {
            lock(connection, pair.database().value());
            deed.on(connection);
        });
    }

    private static void lock(Connection connection, String database) throws SQLException {
        Sql.execute(connection, "SET lock_timeout = '30s'");
        Sql.column(
                connection,
                "SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended(?, 0))::text",
                Mark.PRODUCT + database);
        Sql.execute(connection, "SET lock_timeout = 0");
    }

    /** In the given database: catalogs and owners only, with a search path that nothing in it can bend. */
    <T> T in(String serverName, String database, String what, Work<T> work) {
        Server server = server(serverName);
        try (Connection connection = server.admin(secrets, database)) {
            Sql.execute(connection, "SET search_path = pg_catalog");
            return work.on(connection);
        } catch (SQLException e) {
            throw Sql.failure(what, server, e);
        }
    }

    BuilderRole builder(StoragePair pair) {
        Server server = server(pair.server());
        return BuilderRole.of(
                pair, secrets.get(server.namespace(), server.secretRef()).require("password"));
    }
}
