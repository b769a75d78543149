package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a restore is asked to do.
 *
 * @param retention as it was written: {@code P7D} stays {@code P7D}
 */
@ValidationRule(value = "self == oldSelf", message = "spec is immutable: delete this object and make another")
@ValidationRule(
        value = "!has(self.source.instance) || self.source.instance.name != self.targetInstance",
        fieldPath = ".source.instance",
        message = "source.instance is another instance than targetInstance")
public record OdooInstanceRestoreSpec(
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Formats.LABEL)
        @JsonPropertyDescription("OdooInstance that gets the data, in the same namespace.")
        String targetInstance,

        @Required @JsonPropertyDescription("Where the data comes from.")
        RestoreSource source,

        @Pattern(Formats.DATE_TIME)
        @JsonPropertyDescription("Not before this time, such as 2026-11-21T03:00:00Z. Absent: now.")
        @Nullable
        Instant scheduledTime,

        @Default("false") @JsonPropertyDescription("Whether the target is backed up before anything else.")
        boolean backupFirst,

        @Default("automatic")
        @JsonPropertyDescription(
                "Who decides about the switch. manual: the operation waits for a person, who can look at"
                        + " the new pair meanwhile.")
        Approval approval,

        @Size(max = 32)
        @Pattern(Formats.DURATION)
        @JsonPropertyDescription(
                "How long the replaced pair is kept: an ISO-8601 duration such as P7D or PT12H. Absent: as"
                        + " the instance says.")
        @Nullable
        String retention,

        @Default("false")
        @JsonPropertyDescription(
                "Whether the instance is switched although attachments that the database refers to are not in the"
                        + " backup.")
        boolean allowMissingAttachments,

        @Default("true")
        @JsonPropertyDescription(
                "Whether each attachment's content is compared with its name once more before the switch.")
        Boolean checkContent,

        @Default("queue")
        @JsonPropertyDescription(
                "What to do while another operation works on the instance. queue: wait for its end. fail: refuse.")
        IfBusy ifBusy) {

    public OdooInstanceRestoreSpec {
        approval = approval == null ? Approval.AUTOMATIC : approval;
        checkContent = checkContent == null || checkContent;
        ifBusy = ifBusy == null ? IfBusy.QUEUE : ifBusy;
    }
}
