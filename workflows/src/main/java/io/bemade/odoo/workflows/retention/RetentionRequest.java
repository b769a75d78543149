package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.model.Checks;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.InstanceRef;

/** The one JSON object that starts a clean-up: {@code {"instance":"shop/erp","database":"erp.example.com-1a2b3c4d"}}. */
public record RetentionRequest(InstanceRef instance, DatabaseName database) {
    public RetentionRequest {
        instance = Checks.required("instance", instance);
        database = Checks.required("database", database);
    }
}
