package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a load is done, kept in the database itself and written in the transactions that do it: a second attempt goes on
 * where the first one died. Pieces of the script are known by their number, counted from 1. It goes when the load is complete.
 */
final class LoadLog {
    /** Where it is; with a comment, once the script turned out to be another one than that of the attempt before. */
    private static final String SCHEMA = "odooctl_load";

    /** Asked of the catalog, for its rows are the dump's to falsify. */
    static final String CAN_GO_ON = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = '" + SCHEMA
            + "' AND pg_catalog.obj_description(oid, 'pg_namespace') IS NULL";

    private static final List<String> CREATE = List.of(
            "CREATE SCHEMA " + SCHEMA,
            "CREATE TABLE " + SCHEMA
                    + ".done (number bigint PRIMARY KEY, statement integer NOT NULL, rows bigint NOT NULL)",
            "CREATE TABLE " + SCHEMA + ".script (number bigint NOT NULL, statement integer NOT NULL, in_order boolean)",
            "CREATE TABLE " + SCHEMA + ".warning (sentence text NOT NULL)",
            "INSERT INTO " + SCHEMA + ".script VALUES (0, 0, NULL)");

    /** An attempt that lost sight of Temporal may still be at it. */
    private static final String ALONE = "SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(1868853356, 1)";

    /** A piece of the script that was done by itself. */
    private record Done(int statement, long rows) {}

    /**
     * What is done now.
     *
     * @param number of the piece
     * @param rows that it brought
     */
    record Piece(long number, String statement, long rows) {}

    private final Optional<Connection> main;
    private final Map<Long, Done> done = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private long reached;
    private int reachedStatement;
    private Optional<Boolean> inOrder = Optional.empty();

    private LoadLog(Optional<Connection> main) {
        this.main = main;
    }

    /** Of a load that begins anew when it is tried again. */
    static LoadLog none() {
        return new LoadLog(Optional.empty());
    }

    /**
     * Begins it, or reads what an attempt before has written.
     *
     * @param main without a transaction; keeps others out while it is open
     */
    static LoadLog open(Connection main) throws SQLException {
        if (!Sql.exists(main, ALONE)) {
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "an attempt before still loads this database");
        }
        LoadLog log = new LoadLog(Optional.of(main));
        main.setAutoCommit(false);
        if (!Sql.exists(main, CAN_GO_ON)) {
            for (String statement : CREATE) {
                Sql.execute(main, statement);
            }
        }
        log.read(main);
        main.commit();
        main.setAutoCommit(true);
        return log;
    }

    private void read(Connection connection) throws SQLException {
        try (PreparedStatement asked =
                        connection.prepareStatement("SELECT number, statement, rows FROM " + SCHEMA + ".done");
                ResultSet rows = asked.executeQuery()) {
            while (rows.next()) {
                done.put(rows.getLong(1), new Done(rows.getInt(2), rows.getLong(3)));
            }
        }
        try (PreparedStatement asked =
                        connection.prepareStatement("SELECT number, statement, in_order FROM " + SCHEMA + ".script");
                ResultSet rows = asked.executeQuery()) {
            while (rows.next()) {
                reached = rows.getLong(1);
                reachedStatement = rows.getInt(2);
                inOrder = Optional.ofNullable(rows.getObject(3, Boolean.class));
            }
        }
        warnings.addAll(Sql.column(connection, "SELECT sentence FROM " + SCHEMA + ".warning"));
    }

    /** What was tolerated before. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What was found out when the first rows came. */
    Optional<Boolean> inOrder() {
        return inOrder;
    }

    /** Whether a statement of the script's own order is done. */
    boolean passed(long number, String statement) {
        if (number == reached) {
            requireSame(reachedStatement, statement);
        }
        return number <= reached;
    }

    /** Whether a piece that is done by itself is done. */
    boolean has(long number, String statement) {
        Done known = done.get(number);
        if (known == null) {
            return false;
        }
        requireSame(known.statement(), statement);
        return true;
    }

    /** Rows of a piece that is done. */
    long rows(long number) {
        Done known = done.get(number);
        return known == null ? 0 : known.rows();
    }

    /** A newer pg_restore, on another worker, may write the same archive in another order. */
    private void requireSame(int known, String statement) {
        if (known == statement.hashCode()) {
            return;
        }
        main.ifPresent(LoadLog::abandon);
        throw new OrchestratorException(
                ErrorCode.UNAVAILABLE,
                "the dump does not read as it did for the attempt before: it is loaded again from its beginning");
    }

    private static void abandon(Connection main) {
        try {
            main.rollback();
            Sql.execute(main, "COMMENT ON SCHEMA " + SCHEMA + " IS 'of another script'");
            main.commit();
        } catch (SQLException e) {
            throw LoadFailures.lost(e);
        }
    }

    /** In the transaction that does them. */
    void note(Connection connection, List<Piece> pieces) throws SQLException {
        if (main.isEmpty() || pieces.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + SCHEMA + ".done VALUES (?, ?, ?)")) {
            for (Piece piece : pieces) {
                insert.setLong(1, piece.number());
                insert.setInt(2, piece.statement().hashCode());
                insert.setLong(3, piece.rows());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All statements of the script's own order up to this one, in the open transaction of the main connection. */
    void reach(long number, int statement) throws SQLException {
        if (main.isPresent() && number > reached) {
            update("UPDATE " + SCHEMA + ".script SET number = ?, statement = ?", number, statement);
            reached = number;
            reachedStatement = statement;
        }
    }

    /** In the open transaction of the main connection. */
    void found(boolean tiesBetweenTables) throws SQLException {
        update("UPDATE " + SCHEMA + ".script SET in_order = ?", tiesBetweenTables);
    }

    /** In the open transaction of the main connection. */
    void warn(String sentence) throws SQLException {
        if (warnings.contains(sentence)) {
            return; // a setting, which every attempt makes for its sessions
        }
        warnings.add(sentence);
        update("INSERT INTO " + SCHEMA + ".warning VALUES (?)", sentence);
    }

    private void update(String sql, Object... values) throws SQLException {
        if (main.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = main.get().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** The load is complete, in the open transaction of the main connection. */
    void close() throws SQLException {
        if (main.isPresent()) {
            Sql.execute(main.get(), "DROP SCHEMA " + SCHEMA + " CASCADE");
        }
    }
}
