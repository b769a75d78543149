package io.bemade.odoo.workflows.retention;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bemade.odoo.workflows.model.Checks;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.time.Instant;
import java.util.Optional;

/**
 * The one JSON object that starts a clean-up: {@code {"instance":"shop/erp","database":"erp.example.com-1a2b3c4d"}}.
 *
 * @param notBefore waits until then, without the lock; what the pair's own mark says counts in any case
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RetentionRequest(InstanceRef instance, DatabaseName database, Optional<Instant> notBefore) {
    public RetentionRequest {
        instance = Checks.required("instance", instance);
        database = Checks.required("database", database);
        notBefore = Checks.optional(notBefore);
    }
}
