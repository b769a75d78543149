package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.dump.StatementRules;
import io.bemade.odoo.activities.sql.SqlFailures;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.sql.SQLException;
import java.util.Locale;

/** What a failure during a load means: the server's trouble, or the dump's. */
final class LoadFailures {
    private LoadFailures() {}

    /** The connection itself is gone. */
    static OrchestratorException lost(SQLException e) {
        return SqlFailures.unavailable(SqlFailures.state(e))
                ? new OrchestratorException(
                        ErrorCode.UNAVAILABLE, "PostgreSQL was lost during the load: " + SqlFailures.firstLine(e), e)
                : new OrchestratorException(
                        SqlFailures.code(e) == ErrorCode.BROKEN ? ErrorCode.BAD_BACKUP : SqlFailures.code(e),
                        "the dump could not be loaded: " + SqlFailures.firstLine(e),
                        SqlFailures.withoutRows(e));
    }

    /** Whether the same statement may succeed another time. A table in use (55006) is one that the script itself uses. */
    static boolean notOfTheStatement(SQLException e) {
        return SqlFailures.unavailable(SqlFailures.state(e))
                && !SqlFailures.state(e).equals("55006");
    }

    /**
     * A statement failed.
     *
     * @param line of the dump; 0 when the statement is our own
     */
    static OrchestratorException of(String statement, long line, SQLException e) {
        if (notOfTheStatement(e)) {
            return lost(e);
        }
        String state = SqlFailures.state(e);
        if (SqlFailures.full(state)) {
            return noSpace("restore", e);
        }
        return new OrchestratorException(
                ErrorCode.BAD_BACKUP,
                (line > 0 ? "line " + line + " of the dump, \"" : "the load's \"") + StatementRules.excerpt(statement)
                        + "\": " + SqlFailures.firstLine(e) + wayOut(statement, state),
                SqlFailures.withoutRows(e));
    }

    /** Rows of a database that serves were not taken by its copy. */
    static OrchestratorException ofRows(String table, SQLException e) {
        String state = SqlFailures.state(e);
        if (SqlFailures.unavailable(state)) {
            return lost(e);
        }
        if (SqlFailures.full(state)) {
            return noSpace("copy", e);
        }
        return new OrchestratorException(
                ErrorCode.NOT_PROVEN,
                "the copy does not take the rows of table " + table + ": " + SqlFailures.firstLine(e),
                SqlFailures.withoutRows(e));
    }

    private static OrchestratorException noSpace(String again, SQLException e) {
        return new OrchestratorException(
                ErrorCode.NO_SPACE,
                "PostgreSQL's disk is full: free some space and " + again + " again (" + SqlFailures.firstLine(e) + ")",
                e);
    }

    private static String wayOut(String statement, String state) {
        boolean extension = statement.toUpperCase(Locale.ROOT).startsWith("CREATE EXTENSION");
        if (extension && state.equals("42501")) {
            return "; only a superuser may create this extension: leave it out of the dump, or let one mark it as trusted on this server";
        }
        if (extension && (state.equals("0A000") || state.equals("58P01"))) {
            return "; install this extension's files on the server";
        }
        if (state.equals("53200")) {
            return "; raise max_locks_per_transaction on the server";
        }
        return "";
    }
}
