package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.ApiFailures.translating;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import java.util.Optional;

/** What an instance says of itself, and the container of its workload that holds the filestore. */
final class OdooInstances {
    private final KubernetesClient client;

    OdooInstances(KubernetesClient client) {
        this.client = client;
    }

    Optional<OdooInstance> find(InstanceRef instance) {
        return translating(
                "OdooInstance " + instance + " could not be looked at",
                () -> Optional.ofNullable(client.resources(OdooInstance.class)
                        .inNamespace(instance.namespace())
                        .withName(instance.name())
                        .get()));
    }

    OdooInstance require(InstanceRef instance) {
        return find(instance)
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND, "there is no OdooInstance " + instance + ": was it deleted?"));
    }

    /** The pod that the instance's workload makes; absent = there is no such Deployment. */
    Optional<PodSpec> workload(OdooInstance instance) {
        String namespace = instance.getMetadata().getNamespace();
        String name = instance.getSpec().deploymentRef().name();
        return translating("deployment " + namespace + "/" + name + " could not be looked at", () -> {
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
