package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.sql.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Statistics for the planner, made whenever a lane has nothing else to do. A table that cannot be analyzed, for an expression
 * of its statistics fails, is slow at worst: that is a warning, where everything else of a load must succeed.
 */
final class Statistics {
    /** Of a row of {@code pg_class}, whatever the search path is. */
    private static final String FULL_NAME = """
            pg_catalog.format('%I.%I', (SELECT nspname FROM pg_catalog.pg_namespace n WHERE n.oid = relnamespace), relname)
            """;

    private static final String OURS =
            "SELECT " + FULL_NAME + " FROM pg_catalog.pg_class WHERE pg_catalog.pg_has_role(relowner, 'USAGE') AND ";

    /** Statistics of expressions are made for what is there when a table is analyzed. */
    private static final String NEEDS_ITS_INDEXES = "SELECT " + FULL_NAME + """
             FROM pg_catalog.pg_class
            WHERE oid IN (SELECT indrelid FROM pg_catalog.pg_index WHERE indexprs IS NOT NULL
                          UNION SELECT stxrelid FROM pg_catalog.pg_statistic_ext)""";

    private final Lanes lanes;
    private final Connection main;
    private final ToLongFunction<String> bytes;
    private final Map<String, Long> analyzed = new ConcurrentHashMap<>();
    private final Map<String, Long> analyzedLast = new HashMap<>();
    private final Map<String, String> failed = new ConcurrentHashMap<>();

    /**
     * @param main a connection without an open transaction whenever it is asked for something
     * @param bytes how much a table holds
     */
    Statistics(Lanes lanes, Connection main, ToLongFunction<String> bytes) {
        this.lanes = lanes;
        this.main = main;
        this.bytes = bytes;
    }

    /**
     * Of a table whose rows are all in: the cores are not all busy while rows still come. Not of one that others inherit from,
     * for their locks would be taken, too.
     *
     * @param lane without a transaction
     */
    void of(Connection lane, String table) throws SQLException {
        // Settings of the script that come later may look for it elsewhere.
        List<String> alone = Sql.column(
                lane,
                "SELECT " + FULL_NAME + " FROM pg_catalog.pg_class"
                        + " WHERE oid = ?::pg_catalog.regclass AND NOT relhassubclass",
                table);
        lane.commit();
        long size = bytes.applyAsLong(table);
        if (!alone.isEmpty() && size > PostData.BIG) {
            String name = alone.get(0);
            analyzed.put(name, size);
            lanes.later(connection -> analyze(connection, name));
        }
    }

    /** Of the tables that were not analyzed yet as they are now. */
    void ofTables() throws SQLException {
        Set<String> again = Set.copyOf(Sql.column(main, NEEDS_ITS_INDEXES));
        List<String> tables =
                new ArrayList<>(Sql.column(main, OURS + "relkind = 'r' AND pg_catalog.pg_relation_size(oid) > 0"));
        main.commit();
        tables.removeIf(table -> {
            Map<String, Long> before = again.contains(table) ? analyzedLast : analyzed;
            return bytes.applyAsLong(table) == before.getOrDefault(table, -1L);
        });
        for (String table : tables) {
            analyzed.put(table, bytes.applyAsLong(table));
            analyzedLast.put(table, bytes.applyAsLong(table));
        }
        tables.sort(Comparator.comparingLong(bytes).reversed());
        for (List<String> bundle : bundles(tables)) {
            lanes.later(connection -> {
                for (String table : bundle) {
                    analyze(connection, table);
                }
            });
        }
    }

    private List<List<String>> bundles(List<String> tables) {
        List<List<String>> bundles = new ArrayList<>();
        List<String> bundle = new ArrayList<>();
        for (String table : tables) {
            bundle.add(table);
            if (bundle.size() >= PostData.BUNDLE || bytes.applyAsLong(table) > PostData.BIG) {
                bundles.add(bundle);
                bundle = new ArrayList<>();
            }
        }
        if (!bundle.isEmpty()) {
            bundles.add(bundle);
        }
        return bundles;
    }

    /**
     * Of all that was not analyzed yet.
     *
     * @return a sentence about each table that is left without
     */
    List<String> finish() throws SQLException, InterruptedException {
        ofTables();
        lanes.awaitAll();
        List<String> others = Sql.column(main, OURS + "relkind IN ('m', 'p')");
        main.commit();
        for (String relation : others) {
            analyze(main, relation);
        }
        return failed.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getKey() + " has no statistics, ANALYZE failed: " + one.getValue())
                .toList();
    }

    /** In a transaction of its own: the lock of a table is not held while others are analyzed. */
    private void analyze(Connection connection, String relation) throws SQLException {
        // From PostgreSQL 18 on, a parent's children come along, locked until the end; a lane that did so could wait in
        // a circle.
        String sql =
                (connection.getMetaData().getDatabaseMajorVersion() >= 18 ? "ANALYZE ONLY " : "ANALYZE ") + relation;
        try {
            Sql.execute(connection, sql);
            connection.commit();
            failed.remove(relation);
        } catch (SQLException e) {
            if (LoadFailures.notOfTheStatement(e) || SqlFailures.full(SqlFailures.state(e))) {
                throw LoadFailures.of(sql, 0, e);
            }
            connection.rollback();
            failed.put(relation, SqlFailures.firstLine(e));
        }
    }
}
