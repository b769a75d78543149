package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.crds.ProductionReference;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The production that an instance is filled from, and whether it can be.
 *
 * @param snapshots whether the staging names a class of snapshots
 */
record ProductionOf(KubernetesClient client, InstanceRef staging, ProductionReference reference, boolean snapshots) {
    static Optional<ProductionOf> of(KubernetesClient client, Adopted staging) {
        return Optional.ofNullable(staging.spec().database().stagingConfig())
                .map(config -> new ProductionOf(
                        client,
                        staging.instance(),
                        config.productionInstanceRef(),
                        staging.spec().filestore().snapshotClass() != null));
    }

    InstanceRef instance() {
        return new InstanceRef(reference.namespaceSeenFrom(staging.namespace()), reference.name());
    }

    /** A sentence; empty = it can. What may not be looked at does not allow it, and nothing but a clone needs it. */
    Optional<String> refusal() {
        try {
            return reference
                    .refusal(staging.namespace(), this::onInstance, this::onNamespace)
                    .or(this::outOfReach);
        } catch (OrchestratorException e) {
            if (e.code() == ErrorCode.ACCESS_DENIED) {
                return Optional.of(e.getMessage());
            }
            throw e;
        }
    }

    /** Files leave their namespace only as a snapshot that is lent; production must not be disturbed to find that out. */
    private Optional<String> outOfReach() {
        if (instance().namespace().equals(staging.namespace())) {
            return Optional.empty();
        }
        return snapshots
                ? new LentSnapshots(client).lack(instance(), staging)
                : Optional.of("the files of " + instance() + " cannot be copied for " + staging
                        + " in another namespace without a snapshot, and " + staging
                        + " names no class for it: give it a spec.filestore.snapshotClass of the driver that production's"
                        + " volume has, or let both instances be in one namespace");
    }

    private @Nullable String onInstance() {
        return new OdooInstances(client)
                .find(instance())
                .map(ProductionOf::annotation)
                .orElse(null);
    }

    private @Nullable String onNamespace() {
        String namespace = instance().namespace();
        return attempt(
                        new Call("get", "namespaces", namespace, namespace),
                        () -> Optional.ofNullable(
                                client.namespaces().withName(namespace).get()))
                .map(ProductionOf::annotation)
                .orElse(null);
    }

    private static @Nullable String annotation(HasMetadata of) {
        return of.getMetadata().getAnnotations().get(ProductionReference.ALLOW_STAGING_FROM);
    }
}
