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
 * where the first one died. Pieces of the script are known by their number, counted from 1, and by a hash of the script up
 * to there. It goes when the load is complete.
 */
final class LoadLog {
    /**
     * Where it is; with a comment, once the script turned out to be another one than that of the attempt before. Whoever
     * changes what is done by itself, or what the numbers count, gives it another name: workers of two releases share loads.
     */
    private static final String SCHEMA = "odooctl_load_2";

    /**
     * Asked of the catalog, for its rows are the dump's to falsify. A crash empties tables that are not logged, and not what
     * is noted of them.
     */
    static final String CAN_GO_ON = """
            SELECT 1 FROM pg_catalog.pg_namespace n
             WHERE nspname = '%s' AND pg_catalog.obj_description(oid, 'pg_namespace') IS NULL
               AND 3 = (SELECT count(*) FROM pg_catalog.pg_class
                         WHERE relnamespace = n.oid AND relkind = 'r'
                           AND relname IN ('done', 'script', 'warning'))
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relpersistence = 'u')""".formatted(SCHEMA);

    /** More is not read: no script has so many pieces. */
    private static final int MOST_PIECES = 1_000_000;

    /** More nobody reads. */
    private static final int MOST_WARNINGS = 50;

    private static final int LONGEST_WARNING = 1_000;

    private static final List<String> CREATE = List.of(
            "CREATE SCHEMA " + SCHEMA,
            "CREATE TABLE " + SCHEMA + ".done (number bigint PRIMARY KEY, hash integer NOT NULL, rows bigint NOT NULL)",
            "CREATE TABLE " + SCHEMA + ".script (number bigint NOT NULL, hash integer NOT NULL, in_order boolean)",
            "CREATE TABLE " + SCHEMA + ".warning (sentence text NOT NULL)",
            "INSERT INTO " + SCHEMA + ".script VALUES (0, 0, NULL)");

    /** An attempt that lost sight of Temporal may still be at it. */
    private static final String ALONE = "SELECT 1 WHERE pg_catalog.pg_try_advisory_lock(1868853356, 1)";

    /** A piece of the script that was done by itself. */
    private record Done(int hash, long rows) {}

    /**
     * A piece of the script as it is read now.
     *
     * @param hash of the script up to and with it
     */
    record Place(long number, int hash) {
        static final Place BEGINNING = new Place(0, 0);

        Place next(String statement) {
            return new Place(number + 1, 31 * hash + statement.hashCode());
        }
    }

    /**
     * What is done now.
     *
     * @param rows that it brought
     */
    record Piece(Place place, long rows) {}

    private final Optional<Connection> main;
    private final Map<Long, Done> done = new HashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private Place reached = Place.BEGINNING;
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
        if (!Sql.exists(main, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?", SCHEMA)) {
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
        try (PreparedStatement asked = connection.prepareStatement(
                        "SELECT number, hash, rows FROM " + SCHEMA + ".done LIMIT " + MOST_PIECES);
                ResultSet rows = asked.executeQuery()) {
            while (rows.next()) {
                done.put(rows.getLong(1), new Done(rows.getInt(2), rows.getLong(3)));
            }
        }
        try (PreparedStatement asked = connection.prepareStatement(
                        "SELECT number, hash, in_order FROM " + SCHEMA + ".script LIMIT 1");
                ResultSet rows = asked.executeQuery()) {
            while (rows.next()) {
                reached = new Place(rows.getLong(1), rows.getInt(2));
                inOrder = Optional.ofNullable(rows.getObject(3, Boolean.class));
            }
        }
        warnings.addAll(Sql.column(
                connection,
                "SELECT left(sentence, " + LONGEST_WARNING + ") FROM " + SCHEMA + ".warning LIMIT " + MOST_WARNINGS));
    }

    /** What was tolerated before. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What was found out when the first rows came. */
    Optional<Boolean> inOrder() {
        return inOrder;
    }

    /**
     * To be asked of each piece first: a newer pg_restore, on another worker, may write the same archive in another order.
     *
     * @throws OrchestratorException {@code UNAVAILABLE} when it is not the script of the attempt before; the next one begins
     *     anew
     */
    void follow(Place place) {
        Done known = done.get(place.number());
        boolean same = (place.number() != reached.number() || place.hash() == reached.hash())
                && (known == null || place.hash() == known.hash());
        if (!same) {
            main.ifPresent(LoadLog::abandon);
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "the dump does not read as it did for the attempt before: it is loaded again from its beginning");
        }
    }

    /** Whether a statement of the script's own order is done. */
    boolean passed(Place place) {
        return place.number() <= reached.number();
    }

    /** Whether a piece that is done by itself is done. */
    boolean has(Place place) {
        return done.containsKey(place.number());
    }

    /** Rows of a piece that is done. */
    long rows(Place place) {
        Done known = done.get(place.number());
        return known == null ? 0 : known.rows();
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
                insert.setLong(1, piece.place().number());
                insert.setInt(2, piece.place().hash());
                insert.setLong(3, piece.rows());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** All statements of the script's own order up to this one, in the open transaction of the main connection. */
    void reach(Place place) throws SQLException {
        if (main.isPresent() && place.number() > reached.number()) {
            update("UPDATE " + SCHEMA + ".script SET number = ?, hash = ?", place.number(), place.hash());
            reached = place;
        }
    }

    /** In the open transaction of the main connection. */
    void found(boolean tiesBetweenTables) throws SQLException {
        update("UPDATE " + SCHEMA + ".script SET in_order = ?", tiesBetweenTables);
    }

    /** In the open transaction of the main connection. */
    void warn(String sentence) throws SQLException {
        boolean known = warnings.contains(sentence); // a setting, which every attempt makes for its sessions
        if (known || warnings.size() == MOST_WARNINGS) {
            return;
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
