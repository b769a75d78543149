package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What instances say of themselves, and the container of an instance's workload that holds the filestore. */
final class OdooInstances {
    private static final String RESOURCE = "odooinstances.bemade.io";

    private final KubernetesClient client;

    OdooInstances(KubernetesClient client) {
        this.client = client;
    }

    Optional<OdooInstance> find(InstanceRef instance) {
        return attempt(
                call(instance), () -> Optional.ofNullable(resource(instance).get()));
    }

    /** @throws OrchestratorException {@code NOT_FOUND} when there is no such instance */
    OdooInstance require(InstanceRef instance) {
        return KubernetesFailures.require(call(instance), resource(instance)::get);
    }

    /** @param namespace empty for the whole cluster */
    List<OdooInstance> list(String namespace) {
        return attempt(new Call("list", RESOURCE, namespace, ""), () -> {
            var resources = client.resources(OdooInstance.class);
            return (namespace.isEmpty() ? resources.inAnyNamespace() : resources.inNamespace(namespace))
                    .list()
                    .getItems();
        });
    }

    private Resource<OdooInstance> resource(InstanceRef instance) {
        return client.resources(OdooInstance.class)
                .inNamespace(instance.namespace())
                .withName(instance.name());
    }

    private static Call call(InstanceRef instance) {
        return new Call("get", RESOURCE, instance.namespace(), instance.name());
    }

    /** The pod that the instance's workload makes; absent = there is no such Deployment. */
    Optional<PodSpec> workload(OdooInstance instance) {
        String namespace = instance.getMetadata().getNamespace();
        String name = instance.getSpec().deploymentRef().name();
        return attempt(new Call("get", "deployments.apps", namespace, name), () -> {
            Deployment deployment = client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
            return Optional.ofNullable(deployment)
                    .map(found -> found.getSpec().getTemplate().getSpec());
        });
    }

    /** Odoo's container: the one that mounts the filestore, else the first. */
    static Optional<Container> odoo(PodSpec pod, String mountPath) {
        return pod.getContainers().stream()
                .filter(container -> mount(container, mountPath).isPresent())
                .findFirst()
                .or(() -> pod.getContainers().stream().findFirst());
    }

    static Optional<VolumeMount> mount(Container container, String mountPath) {
        return container.getVolumeMounts().stream()
                .filter(mount -> mountPath.equals(mount.getMountPath()))
                .findFirst();
    }

    /** The claim that the workload mounts as its filestore now. */
    Optional<String> currentClaim(OdooInstance instance) {
        String mountPath = instance.getSpec().filestore().mountPath();
        return workload(instance)
                .flatMap(pod -> odoo(pod, mountPath)
                        .flatMap(container -> mount(container, mountPath))
                        .flatMap(mount -> pod.getVolumes().stream()
                                .filter(volume -> volume.getName().equals(mount.getName()))
                                .map(volume -> volume.getPersistentVolumeClaim())
                                .filter(Objects::nonNull)
                                .map(source -> source.getClaimName())
                                .findFirst()));
    }
}
