package io.bemade.odoo.workflows.restore;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bemade.odoo.workflows.model.Checks;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.operation.IfBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one JSON object that starts a restore:
 * {@code {"instance":"shop/erp","source":{"type":"s3","bucket":"odoo-backups","key":"erp/2026-11-20.zip"}}}.
 *
 * @param retention how long the replaced pair is kept; absent = as the instance says
 * @param allowMissingAttachments switch although the backup lacks attachments that its database refers to
 * @param checkContent false = do not compare each attachment's sha1 with its name again; absent = true
 * @param ifBusy absent = queue
 * @param scheduledTime not before this time
 * @param ifUnused true = refuse an instance that uses a database already; what fills a new one by itself asks so
 * @param backupFirst not available yet; refused when true
 * @param approval not available yet; refused when given
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestoreRequest(
        InstanceRef instance,
        Source source,
        Optional<Duration> retention,
        Optional<Boolean> allowMissingAttachments,
        Optional<Boolean> checkContent,
        Optional<IfBusy> ifBusy,
        Optional<Instant> scheduledTime,
        Optional<Boolean> ifUnused,
        Optional<Boolean> backupFirst,
        Optional<String> approval) {
    public RestoreRequest {
        instance = Checks.required("instance", instance);
        source = Checks.required("source", source);
        retention = Checks.retention(Checks.optional(retention));
        allowMissingAttachments = Checks.optional(allowMissingAttachments);
        checkContent = Checks.optional(checkContent);
        ifBusy = Checks.optional(ifBusy);
        scheduledTime = Checks.optional(scheduledTime);
        ifUnused = Checks.optional(ifUnused);
        backupFirst = Checks.optional(backupFirst);
        approval = Checks.optional(approval);
        Checks.notYet("backupFirst", backupFirst.orElse(false));
        Checks.notYet("approval", approval.isPresent());
    }

    public static RestoreRequest of(InstanceRef instance, Source source) {
        return new RestoreRequest(
                instance,
                source,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
