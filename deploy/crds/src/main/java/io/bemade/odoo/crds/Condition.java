package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One observation, in the shape that Kubernetes' own tools understand. */
public record Condition(
        @Required @Size(min = 1, max = 316) @JsonPropertyDescription("What was observed, in CamelCase, such as Ready.")
        String type,

        @Required
        @Pattern("^(True|False|Unknown)$")
        @JsonPropertyDescription("Whether it is so: True, False or Unknown.")
        String status,

        @Required @Pattern(Formats.DATE_TIME) @JsonPropertyDescription("When the status last changed.")
        Instant lastTransitionTime,

        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription("Why it is so, in one word for programs.")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("Why it is so, in a sentence for people.")
        String message,

        @Min(0) @JsonPropertyDescription("Generation of the object that was observed.") @Nullable
        Long observedGeneration) {}
