package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All that a database is: its schema as pg_dump tells it, its catalog, what depends on what, and sums over its rows in
 * whatever order they lie.
 */
record DatabaseImage(List<String> schema, List<String> facts) {
    /** Names that PostgreSQL makes of numbers. */
    private static final Pattern NUMBERED = Pattern.compile("(pg_toast_|_ConstraintTrigger_(?:[ac]_)?)\\d+");

    /**
     * @param owner is called the owner, whatever its name
     * @param schema as pg_dump tells it
     */
    static DatabaseImage of(Connection superuser, String owner, String schema) {
        try (Statement statement = superuser.createStatement()) {
            statement.setEscapeProcessing(false);
            List<String> facts = new ArrayList<>();
            try (ResultSet lines = statement.executeQuery(query())) {
                while (lines.next()) {
                    facts.add(clear(lines.getString(1), owner));
                }
            }
            return new DatabaseImage(
                    schema.lines()
                            .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
                            .map(line -> clear(line, owner))
                            .toList(),
                    facts.stream().sorted().toList());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String clear(String line, String owner) {
        return NUMBERED.matcher(line.replace(owner, "the owner")).replaceAll("$1N");
    }

    private static String query() {
        try (InputStream in = DatabaseImage.class.getResourceAsStream("image.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param what was loaded, for the message */
    void assertSame(DatabaseImage other, String what) {
        assertThat(differences(schema, other.schema)).as("%s: the schema", what).isEmpty();
        assertThat(differences(facts, other.facts))
                .as("%s: the catalog and the rows", what)
                .isEmpty();
        assertThat(other.schema).as("%s: the order of the schema", what).isEqualTo(schema);
    }

    private static List<String> differences(List<String> these, List<String> those) {
        if (these.equals(those)) {
            return List.of();
        }
        List<String> missing = new ArrayList<>(these);
        List<String> more = new ArrayList<>(those);
        those.forEach(missing::remove);
        these.forEach(more::remove);
        return Stream.concat(
                        missing.stream().map(line -> "psql only: " + line),
                        more.stream().map(line -> "ours only: " + line))
                .limit(20)
                .toList();
    }
}
