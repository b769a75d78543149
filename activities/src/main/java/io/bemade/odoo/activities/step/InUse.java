package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;

/** The last question before anything is deleted, whatever the story believes: does the instance's configuration name it? */
final class InUse {
    private final Instances instances;

    InUse(Instances instances) {
        this.instances = instances;
    }

    void refuse(StoragePair pair) {
        if (instances.remains(pair.instance()).uses(pair)) {
            throw new OrchestratorException(
                    ErrorCode.NOT_OURS,
                    pair + " is what the configuration of " + pair.instance() + " names: nothing of it was deleted");
        }
    }
}
