package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of a database that an Odoo can use: what PostgreSQL keeps whole (at most 63 bytes; it cuts longer names with a
 * mere notice) and what can be a directory, for a filestore has a directory of that name. The names that we give obey
 * Odoo's own, stricter rule too ({@code [a-zA-Z0-9][a-zA-Z0-9_.-]+}); those that were there before us need not. It needs
 * quoting in SQL.
 */
public record DatabaseName(@JsonValue String value) {
    /** PostgreSQL's NAMEDATALEN - 1. */
    public static final int MAX_BYTES = 63;

    private static final Pattern DIRECTORY = Pattern.compile("(?!\\.{1,2}$)[^/\\p{Cntrl}]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DatabaseName {
        if (value == null || !DIRECTORY.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "database name \"" + value + "\" is not allowed: no Odoo can have a filestore of that name");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("database name \"" + value + "\" has " + bytes
                    + " bytes, and PostgreSQL would cut it at " + MAX_BYTES + ": give a shorter one");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
