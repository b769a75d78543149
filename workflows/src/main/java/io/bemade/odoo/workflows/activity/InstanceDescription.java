package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an instance is configured to be, and which pair it uses now.
 *
 * @param fqdns host names, first one names the databases; never empty
 * @param server name of its PostgreSQL server
 * @param role the instance's own database role, which owns its databases in the end
 * @param databaseNamePrefix replaces the first FQDN in database names
 * @param odooMajor the instance's Odoo version, such as 19; absent = unknown, not checked
 * @param current the pair that its configuration names; absent = it has never had one
 * @param production the instance that this one is filled from; never of a production instance
 * @param productionRefusal why it cannot be filled from that one, a sentence; absent = it can
 * @param retention how long a retired pair is kept
 */
public record InstanceDescription(
        InstanceRef instance,
        InstanceType type,
        List<String> fqdns,
        String server,
        String role,
        Optional<String> databaseNamePrefix,
        Optional<Integer> odooMajor,
        Optional<StoragePair> current,
        Optional<InstanceRef> production,
        Optional<String> productionRefusal,
        Duration retention) {
    /** Whether the configuration names this pair's database. */
    public boolean uses(StoragePair pair) {
        return current.filter(pair::sharesDatabaseWith).isPresent();
    }
}
