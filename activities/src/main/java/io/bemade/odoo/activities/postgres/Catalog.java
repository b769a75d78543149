package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the server says of its databases. */
final class Catalog {
    private static final String DATABASES = """
            SELECT d.datname, pg_catalog.pg_get_userbyid(d.datdba), d.datallowconn,
                   pg_catalog.shobj_description(d.oid, 'pg_database'),
                   CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                        THEN pg_catalog.pg_database_size(d.oid) ELSE 0 END
              FROM pg_catalog.pg_database d
            """;

    private Catalog() {}

    /** @param mark empty = not ours */
    record Entry(String name, String owner, boolean open, Optional<String> comment, long bytes, Optional<Mark> mark) {
        Mark requireMark() {
            return mark.orElseThrow();
        }
    }

    static Optional<Entry> find(Connection admin, String database) throws SQLException {
        return read(admin, DATABASES + " WHERE d.datname = ?", database).stream()
                .findFirst();
    }

    static List<KeptPair> pairs(Connection admin, String server, InstanceRef instance) throws SQLException {
        return read(admin, DATABASES + " WHERE pg_catalog.shobj_description(d.oid, 'pg_database') LIKE ?", "{%")
                .stream()
                .filter(entry -> entry.mark()
                        .filter(mark -> mark.instance().equals(instance))
                        .isPresent())
                .map(entry -> entry.requireMark().pair(server, entry.name(), entry.bytes()))
                .sorted(Comparator.comparing(KeptPair::createdAt).reversed())
                .toList();
    }

    static int majorVersion(Connection admin) throws SQLException {
        return Integer.parseInt(Sql.column(admin, "SHOW server_version_num").get(0)) / 10_000;
    }

    private static List<Entry> read(Connection admin, String sql, String value) throws SQLException {
        try (PreparedStatement statement = admin.prepareStatement(sql)) {
            statement.setString(1, value);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Optional<String> comment = Optional.ofNullable(row.getString(4));
                    entries.add(new Entry(
                            row.getString(1),
                            row.getString(2),
                            row.getBoolean(3),
                            comment,
                            row.getLong(5),
                            comment.flatMap(Mark::parse)));
                }
            }
            return entries;
        }
    }
}
