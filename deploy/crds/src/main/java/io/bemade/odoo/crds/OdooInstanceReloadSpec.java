package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a reload is asked to do. */
@ValidationRule(value = "self == oldSelf", message = "spec is immutable: delete this object and make another")
public record OdooInstanceReloadSpec(
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Formats.LABEL)
        @JsonPropertyDescription(
                "OdooInstance that is filled again, in the same namespace. It names its production itself.")
        String stagingInstance,

        @Pattern(Formats.DATE_TIME)
        @JsonPropertyDescription("Not before this time, such as 2026-11-21T03:00:00Z. Absent: now.")
        @Nullable
        Instant scheduledTime,

        @Default("auto") @JsonPropertyDescription("How production's database is copied." + CopyStrategy.DESCRIPTION)
        CopyStrategy strategy,

        @Default("false") @JsonPropertyDescription(CopyStrategy.ALLOW_FREEZE)
        boolean allowFreeze) {
    public OdooInstanceReloadSpec {
        strategy = strategy == null ? CopyStrategy.AUTO : strategy;
    }
}
