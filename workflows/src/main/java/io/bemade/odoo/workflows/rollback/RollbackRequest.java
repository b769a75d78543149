package io.bemade.odoo.workflows.rollback;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bemade.odoo.workflows.model.Checks;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.operation.IfBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one JSON object that starts a rollback: {@code {"instance":"shop/erp"}}.
 *
 * @param toDatabase database of the pair to go back to; absent = the one that was retired last
 * @param retention how long the pair that is left is kept; absent = as the instance says
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RollbackRequest(
        InstanceRef instance,
        Optional<DatabaseName> toDatabase,
        Optional<Duration> retention,
        Optional<IfBusy> ifBusy,
        Optional<Instant> scheduledTime) {
    public RollbackRequest {
        instance = Checks.required("instance", instance);
        toDatabase = Checks.optional(toDatabase);
        retention = Checks.retention(Checks.optional(retention));
        ifBusy = Checks.optional(ifBusy);
        scheduledTime = Checks.optional(scheduledTime);
    }

    public static RollbackRequest of(InstanceRef instance) {
        return new RollbackRequest(instance, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
