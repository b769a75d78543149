package io.bemade.odoo.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Optional;
import java.util.function.Supplier;
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

    /**
     * Why a staging may not be filled from it; empty = it may. Whoever may annotate the production, or its namespace,
     * decides.
     *
     * @param onInstance value of {@link #ALLOW_STAGING_FROM} on the production, null where it is not there; asked for a
     *     production in another namespace only
     * @param onNamespace the same on its namespace; asked only when the production does not say it
     */
    public Optional<String> refusal(
            String stagingNamespace, Supplier<@Nullable String> onInstance, Supplier<@Nullable String> onNamespace) {
        String of = namespaceSeenFrom(stagingNamespace);
        if (of.equals(stagingNamespace)
                || allows(onInstance.get(), stagingNamespace)
                || allows(onNamespace.get(), stagingNamespace)) {
            return Optional.empty();
        }
        return Optional.of("production " + of + "/" + name + " does not let stagings in namespace " + stagingNamespace
                + " copy it: annotate it, or its namespace, with " + ALLOW_STAGING_FROM + "=" + stagingNamespace);
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
