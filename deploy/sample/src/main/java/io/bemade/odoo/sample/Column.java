package io.bemade.odoo.sample;

import java.util.Optional;

/**
 * A column and what stands in it.
 *
 * @param references the table whose id it holds
 */
record Column(String name, String type, boolean required, Optional<String> references, Value value) {
    static Column varchar(String name, Value value) {
        return of(name, "character varying", value);
    }

    static Column integer(String name, Value value) {
        return of(name, "integer", value);
    }

    static Column bool(String name, Value value) {
        return of(name, "boolean", value);
    }

    static Column numeric(String name, Value value) {
        return of(name, "numeric", value);
    }

    static Column moment(String name) {
        return of(name, "timestamp without time zone", Values.moment());
    }

    static Column of(String name, String type, Value value) {
        return new Column(name, type, false, Optional.empty(), value);
    }

    /** Jsonb since Odoo 16, text before. */
    static Column translated(Options options, String name, Value value) {
        return of(name, options.odooMajor() < 16 ? "character varying" : "jsonb", Values.translated(options, value));
    }

    /** A foreign key to any row. */
    static Column reference(String name, String table) {
        return reference(name, table, Values.anyOf(table));
    }

    static Column reference(String name, String table, Value value) {
        return new Column(name, "integer", false, Optional.of(table), value);
    }

    Column notNull() {
        return new Column(name, type, true, references, value);
    }

    String quoted() {
        return Sql.name(name);
    }
}
