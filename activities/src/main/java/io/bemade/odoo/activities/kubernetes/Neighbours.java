package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All instances that there are, and whether two of them are in each other's way. */
final class Neighbours {
    private final KubernetesClient client;
    private final OdooInstances instances;
    private final Set<String> namespaces;

    /** @param namespaces to look at; empty = the whole cluster */
    Neighbours(KubernetesClient client, Set<String> namespaces) {
        this.client = client;
        this.instances = new OdooInstances(client);
        this.namespaces = Set.copyOf(namespaces);
    }

    /** @throws OrchestratorException {@code NOT_FOUND} when there is no such instance */
    Adopted get(InstanceRef instance) {
        return Adopted.of(client, instance, instances.require(instance));
    }

    List<Adopted> list() {
        return scope().flatMap(namespace -> instances.list(namespace).stream())
                .map(resource -> Adopted.of(
                        client,
                        new InstanceRef(
                                resource.getMetadata().getNamespace(),
                                resource.getMetadata().getName()),
                        resource))
                .toList();
    }

    /** What is done to a Deployment or a database for one instance would happen to the other, too. */
    void refuseShared(Adopted ours, Optional<StoragePair> current) {
        List<Adopted> others = list().stream()
                .filter(other -> !other.instance().equals(ours.instance()))
                .toList();
        others.forEach(other -> refuseSharedWorkload(ours, other));
        current.ifPresent(pair -> refuseSharedDatabase(pair, others));
    }

    private static void refuseSharedWorkload(Adopted ours, Adopted other) {
        boolean neighbour = other.instance().namespace().equals(ours.instance().namespace());
        ours.workloads()
                .map(Workload::name)
                .filter(name -> neighbour && other.adopts(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new OrchestratorException(
                            ErrorCode.NOT_OURS,
                            ours.instance() + " and " + other.instance() + " both refer to deployment " + name
                                    + ": nothing was touched; give each its own");
                });
    }

    private void refuseSharedDatabase(StoragePair pair, List<Adopted> others) {
        List<Adopted> beside = others.stream()
                .filter(other -> other.spec().database().server().equals(pair.server()))
                .toList();
        Map<String, Deployment> deployments = beside.isEmpty() ? Map.of() : deployments();
        for (Adopted other : beside) {
            if (databases(other, deployments).anyMatch(pair.database().value()::equals)) {
                throw new OrchestratorException(
                        ErrorCode.NOT_OURS,
                        "the deployments of " + pair.instance() + " and " + other.instance() + " both name database "
                                + pair + " of server " + pair.server() + ": nothing was touched; give each its own");
            }
        }
    }

    /** Of an instance that cannot be understood nothing is known. */
    private static Stream<String> databases(Adopted other, Map<String, Deployment> deployments) {
        return other.workloads()
                .flatMap(workload ->
                        Stream.ofNullable(deployments.get(other.instance().namespace() + "/" + workload.name())))
                .flatMap(deployment -> {
                    try {
                        return new OdooTemplate(
                                        deployment, other.spec().filestore().mountPath())
                                .database().stream();
                    } catch (OrchestratorException e) {
                        return Stream.empty();
                    }
                });
    }

    private Map<String, Deployment> deployments() {
        Map<String, Deployment> all = new HashMap<>();
        scope().flatMap(this::deployments)
                .forEach(deployment -> all.put(
                        deployment.getMetadata().getNamespace() + "/"
                                + deployment.getMetadata().getName(),
                        deployment));
        return all;
    }

    /** One call for the whole cluster, named by an empty text, or one a namespace. */
    private Stream<String> scope() {
        return namespaces.isEmpty() ? Stream.of("") : namespaces.stream().sorted();
    }

    private Stream<Deployment> deployments(String namespace) {
        return KubernetesFailures.attempt(new Call("list", "deployments.apps", namespace, ""), () -> {
            var deployments = client.apps().deployments();
            return (namespace.isEmpty() ? deployments.inAnyNamespace() : deployments.inNamespace(namespace))
                    .list().getItems().stream();
        });
    }
}
