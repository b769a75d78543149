package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.Arguments.Option;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a Deployment configures its Odoo. The container that mounts the filestore is Odoo's; an init container or a neighbour
 * that names the same database follows it.
 */
final class OdooTemplate {
    private final Deployment deployment;
    private final String mountPath;
    private final VariableNames names;
    private final String where;

    OdooTemplate(Deployment deployment, String mountPath) {
        this.deployment = deployment;
        this.mountPath = plain(mountPath);
        this.names = VariableNames.of(deployment);
        this.where = "deployment " + deployment.getMetadata().getName() + " in namespace "
                + deployment.getMetadata().getNamespace();
    }

    /** @throws OrchestratorException {@code INVALID_REQUEST} when it cannot be known */
    Optional<String> database() {
        Optional<String> database = odoo().database();
        database.filter(name -> name.contains(",")).ifPresent(name -> {
            throw refused("names several databases (" + name + "): an instance has one; split it or name one");
        });
        return database;
    }

    /** Name of the volume claim that holds the filestore; empty when it is another kind of volume. */
    Optional<String> claim() {
        return Optional.ofNullable(volume().getPersistentVolumeClaim()).map(claim -> claim.getClaimName());
    }

    String image() {
        return mounting().getImage();
    }

    /** The port that Odoo's container answers at. */
    int port() {
        return mounting().getPorts().stream()
                .filter(port -> "http".equals(port.getName()) || "web".equals(port.getName()))
                .map(port -> port.getContainerPort())
                .findFirst()
                .orElse(8069);
    }

    /** Pointed at a database and a volume claim; never two generations of pods at once. */
    Deployment pointed(DatabaseName database, String claim) {
        Volume changed = new VolumeBuilder()
                .withName(volume().getName())
                .withNewPersistentVolumeClaim()
                .withClaimName(claim)
                .endPersistentVolumeClaim()
                .build();
        return pointed(database, claim().equals(Optional.of(claim)) ? volume() : changed);
    }

    /** As one that never had data: a database that Odoo reads as none, a volume that is empty. */
    Deployment released() {
        Volume empty = new VolumeBuilder()
                .withName(volume().getName())
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
        return pointed(new DatabaseName("False"), empty);
    }

    private Deployment pointed(DatabaseName database, Volume filestore) {
        Optional<String> before = database();
        PodSpec pod = pod();
        PodSpec pointed = new PodSpecBuilder(pod)
                .withInitContainers(pointed(pod.getInitContainers(), database, before))
                .withContainers(pointed(pod.getContainers(), database, before))
                .withVolumes(Kept.withVolume(pod.getVolumes(), filestore))
                .build();
        return new DeploymentBuilder(deployment)
                .editSpec()
                .withNewStrategy()
                .withType("Recreate")
                .endStrategy()
                .editTemplate()
                .withSpec(pointed)
                .endTemplate()
                .endSpec()
                .build();
    }

    Kept kept(String change) {
        Optional<String> database = database();
        List<Kept.Part> parts = Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream())
                .filter(container -> isOdoo(container) || follows(container, database))
                .map(container -> Kept.Part.of(container, names))
                .toList();
        return new Kept(change, parts, volume(), deployment.getSpec().getStrategy());
    }

    private List<Container> pointed(List<Container> containers, DatabaseName database, Optional<String> before) {
        List<Container> changed = new ArrayList<>();
        for (Container container : containers) {
            if (isOdoo(container)) {
                changed.add(odoo().pointed(database));
            } else {
                changed.add(follows(container, before) ? odoo(container).followed(database) : container);
            }
        }
        return changed;
    }

    private boolean isOdoo(Container container) {
        return container.getName().equals(mounting().getName());
    }

    private boolean follows(Container container, Optional<String> database) {
        try {
            return database.isPresent() && odoo(container).database().equals(database);
        } catch (OrchestratorException unknown) {
            return false;
        }
    }

    private OdooContainer odoo() {
        Container container = mounting();
        OdooContainer odoo = odoo(container);
        odoo.argument(Option.DATA_DIRECTORY)
                .filter(directory -> !plain(directory).equals(mountPath))
                .ifPresent(directory -> {
                    throw refused("gives Odoo the data directory " + directory + ", while the instance's"
                            + " spec.filestore.mountPath is " + mountPath + ": make them equal");
                });
        return odoo;
    }

    private OdooContainer odoo(Container container) {
        return new OdooContainer(container, names, where);
    }

    private Container mounting() {
        return pod().getContainers().stream()
                .filter(container -> mount(container).isPresent())
                .min((a, b) ->
                        Boolean.compare(b.getName().equals("odoo"), a.getName().equals("odoo")))
                .orElseThrow(() -> refused("has no container that mounts a volume at " + mountPath
                        + ": correct the instance's spec.filestore.mountPath, or mount one"));
    }

    private Optional<VolumeMount> mount(Container container) {
        return container.getVolumeMounts().stream()
                .filter(mount -> plain(mount.getMountPath()).equals(mountPath))
                .findFirst();
    }

    private Volume volume() {
        VolumeMount mount = mount(mounting()).orElseThrow();
        if (mount.getSubPath() != null || mount.getSubPathExpr() != null) {
            throw refused("mounts only a part of a volume (subPath) at " + mountPath + ": give Odoo a whole volume");
        }
        return pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(mount.getName()))
                .findFirst()
                .orElseThrow(() -> refused("has no volume " + mount.getName()));
    }

    private PodSpec pod() {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static String plain(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    OrchestratorException refused(String why) {
        return new OrchestratorException(ErrorCode.INVALID_REQUEST, where + " " + why);
    }
}
