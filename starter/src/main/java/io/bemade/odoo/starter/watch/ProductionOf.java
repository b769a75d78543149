package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceSpec;
import io.bemade.odoo.crds.ProductionReference;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The production that a staging is filled from, as the staging sees it. */
record ProductionOf(String stagingNamespace, String namespace, String name) {
    /** Only of an instance that has a {@code stagingConfig}. */
    static ProductionOf of(OdooInstance staging) {
        OdooInstanceSpec.StagingConfig config =
                Objects.requireNonNull(staging.getSpec().database().stagingConfig());
        String own = staging.getMetadata().getNamespace();
        ProductionReference reference = config.productionInstanceRef();
        return new ProductionOf(own, reference.namespaceSeenFrom(own), reference.name());
    }

    boolean foreign() {
        return !namespace.equals(stagingNamespace);
    }

    /** Whoever may annotate the production, or its namespace, decides. */
    boolean allowed(Cluster cluster) {
        return read(cluster)
                        .map(found -> found.getMetadata().getAnnotations())
                        .filter(annotations -> allowed(annotations))
                        .isPresent()
                || ProductionReference.allows(
                        cluster.namespaceAnnotation(namespace, ProductionReference.ALLOW_STAGING_FROM),
                        stagingNamespace);
    }

    Optional<OdooInstance> read(Cluster cluster) {
        return cluster.instance(namespace, name);
    }

    private boolean allowed(Map<String, String> annotations) {
        return ProductionReference.allows(annotations.get(ProductionReference.ALLOW_STAGING_FROM), stagingNamespace);
    }

    @Override
    public String toString() {
        return "production " + namespace + "/" + name;
    }
}
