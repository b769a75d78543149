package io.bemade.odoo.activities.sql;

import io.bemade.odoo.workflows.model.ErrorCode;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;

/** What a failure that PostgreSQL reports means, by its SQLSTATE. */
public final class SqlFailures {
    /** Too many connections, a server that starts or stops or cannot read its disk, a lock that others hold. */
    private static final Set<String> PASSING = Set.of(
            "57P01", "57P02", "57P03", "57P05", "53300", "53000", "53400", "40001", "40P01", "55006", "55P03", "58030");

    /** The class of data exceptions: their first line quotes a value of a row, such as what is no integer. */
    private static final String DATA_EXCEPTION = "22";

    /** Of that class, and what stands in quotes is a setting, an encoding, a column. */
    private static final Set<String> QUOTING_NAMES = Set.of("22023", "22021", "22P05", "22P04");

    /** What a function says. */
    private static final String RAISED = "P0001";

    /** It may hold quotes itself, or go on in a next line. */
    private static final Pattern VALUE = Pattern.compile(":? \"(.*\"|.*$)");

    private SqlFailures() {}

    /** {@code BROKEN} where nothing better is known: it depends on what was asked. */
    public static ErrorCode code(SQLException e) {
        String state = state(e);
        if (unavailable(state)) {
            return ErrorCode.UNAVAILABLE;
        }
        if (state.startsWith("28") || state.equals("42501")) {
            return ErrorCode.ACCESS_DENIED;
        }
        if (state.equals("3D000")) {
            return ErrorCode.NOT_FOUND;
        }
        return full(state) ? ErrorCode.NO_SPACE : ErrorCode.BROKEN;
    }

    /** Worth another try; lost connections, too. */
    public static boolean unavailable(String state) {
        return state.isEmpty() || state.startsWith("08") || PASSING.contains(state);
    }

    /** The server's disk is. */
    public static boolean full(String state) {
        return state.equals("53100");
    }

    /** Five characters; empty where the driver itself failed. */
    public static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    private static boolean quotes(SQLException e) {
        String state = state(e);
        return (state.startsWith(DATA_EXCEPTION) && !QUOTING_NAMES.contains(state)) || state.equals(RAISED);
    }

    /** The same failure for a log, which no row belongs into either. */
    public static SQLException withoutRows(SQLException e) {
        if (!quotes(e)) {
            return e;
        }
        SQLException told = new SQLException(firstLine(e), state(e));
        told.setStackTrace(e.getStackTrace());
        return told;
    }

    /** What the server says, in one line, without what rows hold. */
    public static String firstLine(SQLException e) {
        String line = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
        String told = quotes(e) ? VALUE.matcher(line).replaceFirst("") : line;
        return told + (state(e).isEmpty() ? "" : " (SQLSTATE " + state(e) + ")");
    }
}
