package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.sql.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;

/** Drops databases that somebody may be connected to. */
final class Dropping {
    private Dropping() {}

    static void drop(Connection admin, String database) throws SQLException {
        String name = Sql.identifier(database);
        try {
            Sql.execute(admin, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            if (!SqlFailures.state(e).equals("42501")) {
                throw e;
            }
            // An autovacuum worker is inside, which only a superuser may end; a plain DROP makes it leave.
            Sessions.allow(admin, database, false);
            Sessions.end(admin, database);
            Sql.execute(admin, "DROP DATABASE IF EXISTS " + name);
        }
    }
}
