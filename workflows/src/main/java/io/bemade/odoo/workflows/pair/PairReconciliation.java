package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.PairQuery;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Use;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.OperationRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings the marks of an instance's pairs in line with its configuration, which alone says what is in use. They differ when
 * an operation was terminated between its switch and its marks, when a mark could not be written, and when somebody edited
 * the configuration by hand. Under the lock, so that whatever is not in use is not about to be.
 */
public final class PairReconciliation {
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);
    private final InstanceDescription target;

    public PairReconciliation(InstanceDescription target) {
        this.target = target;
    }

    /** @return all pairs of the instance that bear our mark, newest first, as they are marked now */
    public List<KeptPair> run() {
        List<KeptPair> pairs = pairs();
        boolean corrected = false;
        for (KeptPair pair : pairs) {
            corrected |= correct(pair);
        }
        return corrected ? pairs() : pairs;
    }

    private List<KeptPair> pairs() {
        return databases.pairs(new PairQuery(target.server(), target.instance()));
    }

    private boolean correct(KeptPair pair) {
        boolean ready = pair.state() == KeptPair.State.READY;
        if (target.uses(pair.pair())) {
            if (ready || pair.state() == KeptPair.State.RETAINED) {
                databases.markCurrent(new Use(pair.pair(), OperationRun.now()));
                return true;
            }
        } else if (ready || pair.state() == KeptPair.State.CURRENT) {
            keep(pair.pair(), ready ? Optional.empty() : Optional.of(OperationRun.now()));
            return true;
        }
        return false;
    }

    /** Its clean-up is started by the next sweep. */
    private void keep(StoragePair pair, Optional<Instant> usedUntil) {
        Instant now = OperationRun.now();
        databases.retire(new Retirement(pair, target.type(), now, usedUntil, now.plus(target.retention())));
        filestores.retire(pair);
    }
}
