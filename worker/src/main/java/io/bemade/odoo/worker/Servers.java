package io.bemade.odoo.worker;

import io.bemade.odoo.activities.local.Host.ServerEntry;
import io.bemade.odoo.activities.postgres.Server;
import java.util.Map;
import java.util.stream.Collectors;

/** Configured PostgreSQL servers as adapters know them. */
final class Servers {
    /** Whose secrets the servers' are: the worker's own. */
    private static final String WORKER = "worker";

    private Servers() {}

    static Map<String, Server> of(Map<String, ServerEntry> entries) {
        return entries.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> server(entry.getKey(), entry.getValue())));
    }

    private static Server server(String name, ServerEntry entry) {
        return new Server(
                name,
                entry.host(),
                entry.port(),
                WORKER,
                entry.secretRef(),
                entry.database(),
                entry.sslMode(),
                entry.caSecretRef());
    }
}
