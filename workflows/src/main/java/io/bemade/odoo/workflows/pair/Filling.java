package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.operation.OperationRun;
import java.util.List;

/** Where the content of a new pair comes from. It creates both halves, each with its undo, and fills them. */
public interface Filling {
    Filled fill(OperationRun operation, Building building);

    /**
     * A pair that is complete and not proven.
     *
     * @param volume reaches the pair's files, until the filestore is detached
     * @param warnings one sentence each
     */
    record Filled(VolumeActivities volume, FilestoreReport files, List<String> warnings) {}
}
