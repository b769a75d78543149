package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceSpec;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An instance's custom resource, and the Deployments that it has adopted. */
record Adopted(InstanceRef instance, OdooInstance resource, Workload web, Optional<Workload> cron) {
    static Adopted of(KubernetesClient client, InstanceRef instance, OdooInstance resource) {
        OdooInstanceSpec spec = resource.getSpec();
        String mountPath = spec.filestore().mountPath();
        return new Adopted(
                instance,
                resource,
                new Workload(client, instance, spec.deploymentRef().name(), mountPath),
                Optional.ofNullable(spec.cronDeploymentRef())
                        .map(cron -> new Workload(client, instance, cron.name(), mountPath)));
    }

    OdooInstanceSpec spec() {
        return resource.getSpec();
    }

    Stream<Workload> workloads() {
        return Stream.concat(Stream.of(web), cron.stream());
    }

    boolean adopts(String deployment) {
        return workloads().anyMatch(workload -> workload.name().equals(deployment));
    }

    /** What the web Deployment is configured with; the other one may say nothing, and nothing else. */
    Optional<StoragePair> current() {
        OdooTemplate template = web.template();
        Optional<StoragePair> current = pair(template);
        cron.map(Workload::template)
                .ifPresent(other -> pair(other)
                        .filter(its -> !current.equals(Optional.of(its)))
                        .ifPresent(its -> {
                            throw other.refused("uses database " + its + " and volume claim " + its.filestore()
                                    + ", while deployment " + web.name() + " uses "
                                    + current.map(pair -> pair + " and " + pair.filestore())
                                            .orElse("none")
                                    + ": make them equal");
                        }));
        return current;
    }

    /** The same while one of the Deployments may be gone already: what is left says it. */
    Optional<StoragePair> left() {
        List<Workload> there = workloads().filter(Workload::exists).toList();
        return there.size() == workloads().count()
                ? current()
                : there.stream()
                        .flatMap(workload -> pair(workload.template()).stream())
                        .findFirst();
    }

    private Optional<StoragePair> pair(OdooTemplate template) {
        return template.database().map(database -> {
            String claim = template.claim()
                    .orElseThrow(() -> template.refused("names database " + database
                            + " but keeps the filestore in a volume that is no volume claim: its files would be lost"
                            + " in a switch; move them to a volume claim"));
            try {
                return new StoragePair(
                        instance, spec().database().server(), new DatabaseName(database), new FilestoreName(claim));
            } catch (IllegalArgumentException e) {
                throw template.refused("cannot be used: " + e.getMessage());
            }
        });
    }
}
