package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The production that a staging is a copy of. */
public record ProductionReference(
        @Required @Size(min = 1, max = 63) @Pattern(Formats.LABEL) @JsonPropertyDescription("Name of the OdooInstance.")
        String name,

        @Size(min = 1, max = 63)
        @Pattern(Formats.LABEL)
        @JsonPropertyDescription(
                "Namespace of the OdooInstance. Absent: the staging's own. Another one must allow it: by"
                        + " the annotation bemade.io/allow-staging-from on the production or its namespace, a list of"
                        + " namespaces or *.")
        @Nullable
        String namespace) {
    /**
     * Annotation of an OdooInstance or a Namespace: the namespaces, separated by commas, whose stagings may be filled from
     * it; {@code *} = all.
     */
    public static final String ALLOW_STAGING_FROM = "bemade.io/allow-staging-from";

    /** @param stagingNamespace where the staging is that names this production */
    public String namespaceSeenFrom(String stagingNamespace) {
        return namespace == null ? stagingNamespace : namespace;
    }

    /** @param annotation value of {@link #ALLOW_STAGING_FROM}, null where it is not there */
    public static boolean allows(@Nullable String annotation, String stagingNamespace) {
        if (annotation == null) {
            return false;
        }
        for (String allowed : annotation.split(",", -1)) {
            if (allowed.strip().equals("*") || allowed.strip().equals(stagingNamespace)) {
                return true;
            }
        }
        return false;
    }
}
