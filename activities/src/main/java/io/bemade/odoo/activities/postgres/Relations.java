package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the names of a script stand for: one table may have several, with its schema and without. */
final class Relations {
    /** A table that is not there; whoever names it will be told by the server. */
    private static final Relation NONE = new Relation(0, false);

    /** @param partitioned or a partition itself: what is done to one of them may be done to others */
    record Relation(long oid, boolean partitioned) {}

    private final Map<String, Relation> known = new HashMap<>();

    private Relations() {}

    /** @param names as the script writes them */
    static Relations of(Connection connection, Collection<String> names) throws SQLException {
        Relations relations = new Relations();
        try (PreparedStatement asked = connection.prepareStatement("""
                SELECT name, c.oid, c.relkind = 'p' OR c.relispartition
                  FROM pg_catalog.unnest(?) name
                  JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(name)""")) {
            asked.setArray(1, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    relations.known.put(rows.getString(1), new Relation(rows.getLong(2), rows.getBoolean(3)));
                }
            }
        }
        return relations;
    }

    Relation named(String name) {
        return known.getOrDefault(name, NONE);
    }
}
