package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.VolumeAccess;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.model.StoragePair;

/** A new filestore within reach of those who write into it. */
final class Attached {
    private Attached() {}

    static VolumeActivities to(StoragePair pair, Compensations compensations) {
        VolumeAccess access = compensations.call(
                "volume worker of " + pair.filestore(),
                () -> Stubs.moving(FilestoreActivities.class).attach(pair),
                () -> Stubs.undoing(FilestoreActivities.class).detach(pair));
        return Stubs.moving(VolumeActivities.class, access.taskQueue());
    }
}
