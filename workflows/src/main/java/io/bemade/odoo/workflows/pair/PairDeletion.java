package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Expiry;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.OperationRun;

/**
 * The end of a pair whose time has come, or that was never finished. Not undone: deleting is the purpose. The database goes
 * last, for it bears the mark: what an interrupted deletion left is found again.
 */
public final class PairDeletion {
    private final DatabaseActivities databases = Stubs.moving(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.moving(FilestoreActivities.class);

    public void delete(StoragePair pair) {
        databases.doom(new Expiry(pair, OperationRun.now()));
        filestores.detach(pair); // a terminated operation may have left a worker in it
        filestores.expire(pair);
        databases.expire(pair);
    }
}
