package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What a rollback is asked to do. */
@ValidationRule(value = "self == oldSelf", message = "spec is immutable: delete this object and make another")
public record OdooInstanceRollbackSpec(
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Formats.LABEL)
        @JsonPropertyDescription("OdooInstance that goes back, in the same namespace.")
        String targetInstance,

        @Size(min = 1, max = 63)
        @Pattern(Formats.DATABASE)
        @JsonPropertyDescription(
                "Database of the pair to go back to, one of status.storage.previous. Absent: the one that"
                        + " was replaced last.")
        @Nullable
        String toDatabase) {}
