package io.bemade.odoo.sample;

import java.util.Set;

/** Names as {@code pg_dump} writes them. */
final class Sql {
    private static final Set<String> RESERVED = Set.of("user", "references", "order", "table", "end");

    private Sql() {}

    static String name(String name) {
        return name.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(name) ? name : '"' + name + '"';
    }
}
