package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Statuses.Holding;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.InstanceRef;

/** What instances have, asked where the truth is. */
record Holdings(Instances instances, Databases databases) {
    Holding of(InstanceRef instance) {
        InstanceDescription description = instances.describe(instance);
        return new Holding(description, databases.list(description.server(), instance));
    }
}
