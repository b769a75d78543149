package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An instance in the same namespace: data never crosses namespaces. */
public record InstanceReference(
        @Required
        @Size(min = 1, max = 63)
        @Pattern(Formats.LABEL)
        @JsonPropertyDescription("Name of the OdooInstance, in the same namespace.")
        String name) {}
