package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.sql.SqlFailures;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** SQL as this package speaks it: quoted by one function, failures told by one other. */
final class Sql {
    /** Statements of one transaction: each may lock a table with all its indexes, and the server's lock table is finite. */
    private static final int TOGETHER = 20;

    private Sql() {}

    /** {@code "a ""name"""}, always quoted: names from host names and from dumps are never safe without. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code 'it''s'}, with backslashes taken literally. */
    static String literal(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        return text.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /**
     * Some at a time, each time in one transaction: after each alone, the server would wait for its disk.
     *
     * @param connection commits by itself before and after
     */
    static void executeAll(Connection connection, List<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        for (int from = 0; from < statements.size(); from += TOGETHER) {
            batch(connection, statements.subList(from, Math.min(from + TOGETHER, statements.size())));
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    /** All in one round trip; the failure is that of the first one that fails. */
    static void batch(Connection connection, List<String> statements) throws SQLException {
        try (Statement batch = connection.createStatement()) {
            batch.setEscapeProcessing(false);
            for (String statement : statements) {
                batch.addBatch(statement);
            }
            batch.executeBatch();
        } catch (BatchUpdateException e) {
            SQLException cause = e.getNextException();
            throw cause == null ? e : cause;
        }
    }

    /** The first column of all rows. */
    static List<String> column(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<String> column = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    column.add(rows.getString(1));
                }
            }
            return column;
        }
    }

    static boolean exists(Connection connection, String sql, Object... values) throws SQLException {
        return !column(connection, sql, values).isEmpty();
    }

    /**
     * What a failure of the server means.
     *
     * @param what was tried, as the beginning of the sentence: {@code "database x could not be created"}
     */
    static OrchestratorException failure(String what, Server server, SQLException e) {
        return new OrchestratorException(
                SqlFailures.code(e), what + " on " + server + ": " + SqlFailures.firstLine(e) + hint(e), e);
    }

    private static String hint(SQLException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("must be able to set role")
                ? "; let a superuser run: GRANT the instance's role TO the administrator's role (odooctl doctor prints it)"
                : "";
    }
}
