package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.activities.sql.SqlFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to copy in a database, as pg_dump would see it. */
final class LiveCatalog {
    /** Everything but what comes with the server or with an extension. */
    private static final String OURS = """
             n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpersistence <> 't'
             AND (x.extension IS NULL OR x.condition IS NOT NULL)
            """;

    /** Relations with the extension that they belong to, and which of their rows are not the extension's but a user's. */
    private static final String RELATIONS = """
             FROM pg_catalog.pg_class c
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN LATERAL (
                  SELECT e.oid AS extension, e.extcondition[pg_catalog.array_position(e.extconfig, c.oid)] AS condition
                    FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                   WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
                     AND d.deptype = 'e') x ON true
            """;

    static final String TABLE_NAMES = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)" + RELATIONS
            + " WHERE c.relkind = 'r' AND" + OURS + " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"";

    /** The catalog says how it was, the function how it is. */
    static final String REWRITTEN = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)" + RELATIONS
            + " WHERE c.relkind = 'r' AND" + OURS
            + " AND c.relfilenode IS DISTINCT FROM pg_catalog.pg_relation_filenode(c.oid)";

    private static final String SEQUENCES =
            "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)" + RELATIONS + " WHERE c.relkind = 'S' AND" + OURS;

    /**
     * Types whose values contain no number that means something else in another database. An array or a record says of
     * which type its elements are, by number; a {@code regclass} and its like are one.
     */
    private static final String TABLES =
            """
            WITH RECURSIVE base (type, of) AS (
                SELECT oid, oid FROM pg_catalog.pg_type
                UNION ALL
                SELECT b.type, t.typbasetype FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.of WHERE t.typtype = 'd'),
            plain AS (
                SELECT oid FROM pg_catalog.pg_type
                 WHERE typsend <> 0 AND NOT (oid < 16384 AND typname ~ '^reg')),
            portable AS (
                SELECT b.type
                  FROM base b JOIN pg_catalog.pg_type t ON t.oid = b.of JOIN plain p ON p.oid = t.oid
                  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typlen = -1
                 WHERE t.typtype = 'e'
                    OR (t.typtype IN ('r', 'm') AND t.oid < 16384)
                    OR (t.typtype = 'b' AND (e.oid IS NULL
                           OR e.oid < 16384 AND e.typtype IN ('b', 'r', 'm') AND e.oid IN (SELECT oid FROM plain)))),
            columns AS (
                SELECT a.attrelid,
                       '(' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')'
                           AS names,
                       pg_catalog.bool_and(a.atttypid IN (SELECT type FROM portable)) AS portable
                  FROM pg_catalog.pg_attribute a
                 WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                 GROUP BY a.attrelid)
            SELECT pg_catalog.format('%I.%I', n.nspname, c.relname),
                   (SELECT pg_catalog.format('%I.%I', m.nspname, r.relname)
                      FROM pg_catalog.pg_class r JOIN pg_catalog.pg_namespace m ON m.oid = r.relnamespace
                     WHERE r.oid = CASE WHEN EXISTS (
                               SELECT FROM pg_catalog.pg_partition_ancestors(c.oid) a (above)
                                 JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = a.above
                                 JOIN pg_catalog.pg_opclass o ON o.oid = ANY (p.partclass)
                                WHERE p.partstrat = 'h' AND o.opcintype = 'pg_catalog.anyenum'::pg_catalog.regtype)
                           THEN pg_catalog.pg_partition_root(c.oid) ELSE c.oid END),
                   coalesce(columns.names, ''),
                   coalesce(x.condition, ''),
                   coalesce(columns.portable, true),
                   pg_catalog.pg_table_size(c.oid),
                   CASE WHEN c.relam = (SELECT oid FROM pg_catalog.pg_am WHERE amname = 'heap')
                             AND pg_catalog.current_setting('server_version_num')::integer >= 140000
                        THEN pg_catalog.pg_relation_size(c.oid)
                             / pg_catalog.current_setting('block_size')::integer
                        ELSE 0 END
            """ + RELATIONS + " LEFT JOIN columns ON columns.attrelid = c.oid WHERE c.relkind = 'r' AND" + OURS
                    + " AND pg_catalog.pg_relation_size(c.oid) > 0"
                    + " ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"";

    private LiveCatalog() {}

    /** Those that have rows, in pg_dump's order. */
    static List<LiveTable> tables(Connection connection) throws SQLException {
        List<LiveTable> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tables.add(new LiveTable(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getLong(6),
                        row.getLong(7)));
            }
        }
        return tables;
    }

    /**
     * What brings each sequence to where it is now: sequences know no moments. One that is gone meanwhile is left out.
     *
     * @return statements by the sequence's name
     */
    static Map<String, String> sequences(Connection connection) throws SQLException {
        List<String> names = Sql.column(connection, SEQUENCES);
        Map<String, String> values = new LinkedHashMap<>();
        for (int from = 0; from < names.size(); from += 100) {
            values.putAll(positions(connection, names.subList(from, Math.min(from + 100, names.size()))));
        }
        return values;
    }

    private static Map<String, String> positions(Connection connection, List<String> names) throws SQLException {
        Sql.execute(connection, "SAVEPOINT sequences");
        try {
            List<String> positions = Sql.column(
                    connection,
                    String.join(
                            " UNION ALL ",
                            names.stream().map(LiveCatalog::position).toList()));
            Sql.execute(connection, "RELEASE sequences");
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                values.put(names.get(i), positions.get(i));
            }
            return values;
        } catch (SQLException e) {
            if (!SqlFailures.state(e).equals("42P01")) {
                throw e;
            }
            Sql.execute(connection, "ROLLBACK TO sequences");
            Map<String, String> values = new LinkedHashMap<>();
            if (names.size() > 1) {
                for (String name : names) {
                    values.putAll(positions(connection, List.of(name)));
                }
            }
            return values;
        }
    }

    private static String position(String sequence) {
        return "SELECT pg_catalog.format('SELECT pg_catalog.setval(%L, %s, %L)', " + Sql.literal(sequence)
                + ", last_value, is_called) FROM " + sequence;
    }
}
