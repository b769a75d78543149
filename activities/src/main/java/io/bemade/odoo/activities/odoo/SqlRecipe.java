package io.bemade.odoo.activities.odoo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements in a resource, each below a line that names the columns it needs ({@code -- needs table.column}, with {@code !}
 * for one that must be absent). Versions of Odoo differ: what a database does not have is passed over.
 */
final class SqlRecipe {
    private static final Pattern BLOCK = Pattern.compile("-- needs ([^\\n]+)\\n(.*?;)\\s*(?=\\n--|$)", Pattern.DOTALL);

    private record Step(List<String> needs, String sql) {}

    private final List<Step> steps = new ArrayList<>();

    SqlRecipe(String resource) {
        Matcher block = BLOCK.matcher(read(resource));
        while (block.find()) {
            steps.add(new Step(List.of(block.group(1).strip().split(",\\s*")), block.group(2)));
        }
    }

    /** All steps that apply, in one transaction. */
    void run(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path = public");
            for (Step step : steps) {
                if (applies(connection, step)) {
                    statement.execute(step.sql());
                }
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean applies(Connection connection, Step step) throws SQLException {
        for (String need : step.needs()) {
            boolean wanted = !need.startsWith("!");
            String[] column = need.replace("!", "").split("\\.");
            if (Schema.has(connection, column[0], column[1]) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static String read(String resource) {
        try (InputStream in = SqlRecipe.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a database has. */
    static final class Schema {
        private Schema() {}

        static boolean has(Connection connection, String table, String column) throws SQLException {
            return columns(connection, table).contains(column);
        }

        static Set<String> columns(Connection connection, String table) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(
                    "SELECT attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid"
                            + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                            + " WHERE n.nspname = 'public' AND c.relname = ? AND c.relkind IN ('r', 'p')"
                            + " AND a.attnum > 0 AND NOT a.attisdropped")) {
                statement.setString(1, table);
                Set<String> columns = new HashSet<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        columns.add(rows.getString(1));
                    }
                }
                return columns;
            }
        }
    }
}
