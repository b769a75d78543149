package io.bemade.odoo.activities.postgres;

import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the server says of its databases. */
final class Catalog {
    private static final String DATABASES = """
            SELECT d.datname, pg_catalog.pg_get_userbyid(d.datdba), d.datallowconn,
                   pg_catalog.shobj_description(d.oid, 'pg_database'),
                   d.datconnlimit <> -2,
                   CASE WHEN pg_catalog.has_database_privilege(d.oid, 'CONNECT')
                        THEN pg_catalog.pg_database_size(d.oid) ELSE 0 END
              FROM pg_catalog.pg_database d
            """;

    private static final String BUILDERS = """
            SELECT pg_catalog.shobj_description(oid, 'pg_authid') FROM pg_catalog.pg_roles
             WHERE rolname LIKE ? AND pg_catalog.shobj_description(oid, 'pg_authid') IS NOT NULL
            """;

    private Catalog() {}

    /**
     * @param whole false = a drop of it was interrupted: PostgreSQL lets nobody in and allows nothing but another drop
     * @param mark empty = not ours
     */
    record Entry(
            String name,
            String owner,
            boolean open,
            boolean whole,
            Optional<String> comment,
            long bytes,
            Optional<Mark> mark) {
        Mark requireMark() {
            return mark.orElseThrow();
        }
    }

    static Optional<Entry> find(Connection admin, String database) throws SQLException {
        return read(admin, DATABASES + " WHERE d.datname = ?", database).stream()
                .findFirst();
    }

    /** Its size; {@code what} begins the sentence when it cannot be asked for. */
    static long bytes(Admin admin, StoragePair pair, String what) {
        return admin.ask(
                pair.server(),
                what,
                connection ->
                        find(connection, pair.database().value()).orElseThrow().bytes());
    }

    /** The database of the pair, unless its mark says that it is another instance's. */
    static Optional<Entry> ours(Connection admin, StoragePair pair) throws SQLException {
        Optional<Entry> entry = find(admin, pair.database().value());
        entry.flatMap(Entry::mark)
                .filter(mark -> !mark.instance().equals(pair.instance()))
                .ifPresent(mark -> {
                    throw new OrchestratorException(
                            ErrorCode.NOT_OURS,
                            "database " + pair + " belongs to " + mark.instance() + ", not to " + pair.instance()
                                    + ": it was not touched; correct the configuration that names it");
                });
        return entry;
    }

    static List<KeptPair> pairs(Connection admin, String server, InstanceRef instance) throws SQLException {
        List<KeptPair> begun = begun(admin, server).toList();
        Stream<KeptPair> marked =
                read(admin, DATABASES + " WHERE pg_catalog.shobj_description(d.oid, 'pg_database') LIKE ?", "{%")
                        .stream()
                        .flatMap(entry ->
                                entry.mark().map(mark -> mark.pair(server, entry.name(), entry.bytes())).stream());
        return Stream.concat(marked, begun.stream())
                .filter(pair -> pair.pair().instance().equals(instance))
                .sorted(Comparator.comparing(KeptPair::createdAt).reversed())
                .toList();
    }

    /** Pairs whose operation died before their database bore a mark: their builder role does. */
    private static Stream<KeptPair> begun(Connection admin, String server) throws SQLException {
        Map<String, Mark> marks = new LinkedHashMap<>();
        for (String comment : Sql.column(admin, BUILDERS, BuilderRole.PREFIX + "%")) {
            Mark.parse(comment).ifPresent(mark -> mark.database().ifPresent(name -> marks.put(name.value(), mark)));
        }
        for (String name : List.copyOf(marks.keySet())) {
            if (find(admin, name).flatMap(Entry::mark).isPresent()) {
                marks.remove(name);
            }
        }
        return marks.entrySet().stream().map(begun -> begun.getValue().pair(server, begun.getKey(), 0));
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
                            row.getBoolean(5),
                            comment,
                            row.getLong(6),
                            comment.flatMap(Mark::parse)));
                }
            }
            return entries;
        }
    }
}
