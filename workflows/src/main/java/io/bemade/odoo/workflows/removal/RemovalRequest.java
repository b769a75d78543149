package io.bemade.odoo.workflows.removal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bemade.odoo.workflows.model.Checks;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.operation.IfBusy;
import java.util.Optional;

/** The one JSON object that starts a removal: {@code {"instance":"shop/staging"}}. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RemovalRequest(InstanceRef instance, Optional<IfBusy> ifBusy) {
    public RemovalRequest {
        instance = Checks.required("instance", instance);
        ifBusy = Checks.optional(ifBusy);
    }

    public static RemovalRequest of(InstanceRef instance) {
        return new RemovalRequest(instance, Optional.empty());
    }
}
