package io.bemade.odoo.activities.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Foreign keys that were added without proof. Those of a table are proven together, over a lane, when nobody who is still to
 * come locks that table: a proof of a big one takes long, and others would wait for it.
 */
final class Proofs {
    private final Lanes lanes;
    private final Map<Long, Integer> toCome = new HashMap<>();
    private final Map<Long, List<ForeignKey>> unproven = new HashMap<>();

    Proofs(Lanes lanes) {
        this.lanes = lanes;
    }

    /** @param table its oid */
    synchronized void owe(long table, ForeignKey key) {
        unproven.computeIfAbsent(table, oid -> new ArrayList<>()).add(key);
    }

    /** Somebody will lock these tables. */
    synchronized void await(Collection<Long> tables) {
        tables.forEach(table -> toCome.merge(table, 1, Integer::sum));
    }

    /** All that were awaited are known. */
    synchronized void begin() {
        List.copyOf(unproven.keySet()).stream()
                .filter(table -> !toCome.containsKey(table))
                .forEach(this::prove);
    }

    /** One of those who were awaited has committed. */
    synchronized void came(Collection<Long> tables) {
        for (Long table : tables) {
            if (toCome.merge(table, -1, Integer::sum) == 0) {
                prove(table);
            }
        }
    }

    private void prove(Long table) {
        List<ForeignKey> keys = unproven.remove(table);
        if (keys != null) {
            List<RoundTrip.Order> proofs = keys.stream()
                    .map(key -> new RoundTrip.Order(
                            key.statement(), "ALTER TABLE " + key.table() + " VALIDATE CONSTRAINT " + key.name()))
                    .toList();
            lanes.soon(connection -> {
                RoundTrip.send(connection, proofs);
                connection.commit();
            });
        }
    }
}
