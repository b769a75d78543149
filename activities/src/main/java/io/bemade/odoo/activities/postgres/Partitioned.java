package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.Element.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The tables of a database that are partitioned. PostgreSQL before 18 adds no unproven key to such a table, and of an
 * unproven one that refers to it it proves nothing but the whole: the parts of it, one for each partition, stay unproven.
 */
final class Partitioned {
    private final Connection connection;
    private final boolean any;
    private final Map<String, Boolean> known = new HashMap<>();

    Partitioned(Connection connection) throws SQLException {
        this.connection = connection;
        this.any = Sql.exists(connection, "SELECT 1 FROM pg_catalog.pg_class WHERE relkind = 'p'");
    }

    /**
     * @param statement of the script, for the failure of a table that is not there
     * @param table as the script writes it
     */
    boolean contains(Statement statement, String table) {
        return any && known.computeIfAbsent(table, name -> ask(statement, name));
    }

    private boolean ask(Statement statement, String table) {
        try {
            return Sql.exists(
                    connection,
                    "SELECT 1 FROM pg_catalog.pg_class WHERE oid = ?::pg_catalog.regclass AND relkind = 'p'",
                    table);
        } catch (SQLException e) {
            throw LoadFailures.of(statement.text(), statement.line(), e);
        }
    }
}
