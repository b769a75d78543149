package io.bemade.odoo.workflows.staging;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bemade.odoo.workflows.model.Checks;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.operation.IfBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one JSON object that starts a clone or a reload: {@code {"instance":"shop/staging"}}. What is cloned is not in it: the
 * instance's configuration names its production.
 *
 * @param retention how long the replaced pair is kept; absent = as the instance says, of a reload not at all
 * @param checkContent true = also compare each attachment's sha1 with its name; absent = false
 * @param ifBusy absent = queue
 * @param scheduledTime not before this time
 * @param ifUnused true = refuse an instance that uses a database already; what fills a new one by itself asks so
 * @param strategy how the database is copied; absent = auto
 * @param allowFreeze true = who works in production may lose their sessions and wait for a moment, where that is faster;
 *     absent = false
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloneRequest(
        InstanceRef instance,
        Optional<Duration> retention,
        Optional<Boolean> checkContent,
        Optional<IfBusy> ifBusy,
        Optional<Instant> scheduledTime,
        Optional<Boolean> ifUnused,
        Optional<CopyStrategy> strategy,
        Optional<Boolean> allowFreeze) {
    public CloneRequest {
        instance = Checks.required("instance", instance);
        retention = Checks.retention(Checks.optional(retention));
        checkContent = Checks.optional(checkContent);
        ifBusy = Checks.optional(ifBusy);
        scheduledTime = Checks.optional(scheduledTime);
        ifUnused = Checks.optional(ifUnused);
        strategy = Checks.optional(strategy);
        allowFreeze = Checks.optional(allowFreeze);
    }

    public static CloneRequest of(InstanceRef instance) {
        return new CloneRequest(
                instance,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
