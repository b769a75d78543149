package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.Locale;
import java.util.UUID;

/** Names of new pairs: {@code erp.example.com-1a2b3c4d} and {@code odoo-data-erp-1a2b3c4d}. */
public final class PairNames {
    private static final int SUFFIX = 8;

    private PairNames() {}

    /** @param unique deterministic, from the workflow; its first eight hex digits end both names */
    public static StoragePair fresh(InstanceDescription target, UUID unique) {
        String suffix = unique.toString().substring(0, SUFFIX);
        String prefix =
                target.databaseNamePrefix().orElse(target.fqdns().get(0)).toLowerCase(Locale.ROOT);
        return new StoragePair(
                target.instance(),
                target.server(),
                new DatabaseName(cut(allowed(prefix)) + "-" + suffix),
                new FilestoreName("odoo-data-" + target.instance().name() + "-" + suffix));
    }

    /** Odoo's rule allows less than a prefix may hold; quotes and spaces become hyphens. */
    private static String allowed(String prefix) {
        String kept = prefix.replaceAll("[^a-z0-9_.-]", "-").replaceAll("^[^a-z0-9]+", "");
        return kept.isEmpty() ? "odoo" : kept;
    }

    /** PostgreSQL would cut the end, which is the part that makes the name unique. */
    private static String cut(String prefix) {
        int room = DatabaseName.MAX_BYTES - SUFFIX - 1;
        return prefix.length() <= room ? prefix : prefix.substring(0, room);
    }
}
