package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A database name that both Odoo ({@code ^[a-zA-Z0-9][a-zA-Z0-9_.-]+$}) and PostgreSQL (at most 63 bytes; longer names
 * are cut with a mere notice) accept. It needs quoting in SQL.
 */
public record DatabaseName(@JsonValue String value) {
    /** PostgreSQL's NAMEDATALEN - 1. */
    public static final int MAX_BYTES = 63;

    private static final Pattern ODOO_RULE = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DatabaseName {
        if (value == null || !ODOO_RULE.matcher(value).matches()) {
            throw new IllegalArgumentException("database name \"" + value
                    + "\" is not allowed: Odoo takes letters, digits, '_', '.' and '-', at least two");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "database name \"" + value + "\" is longer than " + MAX_BYTES + " bytes: PostgreSQL would cut it");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
