package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A secret or deployment in the same namespace. */
public record ObjectReference(
        @Required
        @Size(min = 1, max = 253)
        @Pattern(Formats.SUBDOMAIN)
        @JsonPropertyDescription("Name of the object, in the same namespace.")
        String name) {}
