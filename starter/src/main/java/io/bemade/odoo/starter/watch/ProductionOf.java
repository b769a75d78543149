package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceSpec;
import io.bemade.odoo.crds.ProductionReference;
import java.util.Objects;
import java.util.Optional;

/** The production that a staging is filled from, as the staging sees it. */
record ProductionOf(ProductionReference reference, String stagingNamespace) {
    /** Only of an instance that has a {@code stagingConfig}. */
    static ProductionOf of(OdooInstance staging) {
        OdooInstanceSpec.StagingConfig config =
                Objects.requireNonNull(staging.getSpec().database().stagingConfig());
        return new ProductionOf(
                config.productionInstanceRef(), staging.getMetadata().getNamespace());
    }

    /** Why it must not be copied; empty = it may be. */
    Optional<String> refusal(Cluster cluster) {
        return reference.refusal(
                stagingNamespace,
                () -> read(cluster)
                        .map(found -> found.getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(ProductionReference.ALLOW_STAGING_FROM))
                        .orElse(null),
                () -> cluster.namespaceAnnotation(namespace(), ProductionReference.ALLOW_STAGING_FROM));
    }

    Optional<OdooInstance> read(Cluster cluster) {
        return cluster.instance(namespace(), reference.name());
    }

    private String namespace() {
        return reference.namespaceSeenFrom(stagingNamespace);
    }

    @Override
    public String toString() {
        return "production " + namespace() + "/" + reference.name();
    }
}
