package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;
import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.unlessDenied;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** Classes of storage and of snapshots. They are the cluster's: who may not look at them learns the same elsewhere. */
final class StorageClasses {
    private static final String AT_FIRST_POD = "WaitForFirstConsumer";

    private final KubernetesClient client;
    private final Diagnosis diagnosis;

    StorageClasses(KubernetesClient client) {
        this.client = client;
        this.diagnosis = new Diagnosis(client);
    }

    /** Why this class cannot take a snapshot of this claim; who may not look learns it from the snapshot, a little later. */
    Optional<String> obstacle(PersistentVolumeClaim source, String snapshotClass) {
        return unlessDenied(() -> mismatch(source, snapshotClass), Optional::empty);
    }

    private Optional<String> mismatch(PersistentVolumeClaim source, String snapshotClass) {
        GenericKubernetesResource kind =
                SnapshotApi.classes(client).find("", snapshotClass).orElse(null);
        if (kind == null) {
            return Optional.of("VolumeSnapshotClass " + snapshotClass + " does not exist");
        }
        String provisioner = of(source).map(StorageClass::getProvisioner).orElse("");
        String driver = String.valueOf(kind.<Object>get("driver"));
        return driver.equals(provisioner)
                ? Optional.empty()
                : Optional.of("VolumeSnapshotClass " + snapshotClass + " is of driver " + driver + ", the volume of \""
                        + provisioner + "\"");
    }

    /** Whether the claim is bound to its first pod; who may not look is told so by the claim's events. */
    boolean bindsAtFirstPod(PersistentVolumeClaim claim) {
        return unlessDenied(
                () -> of(claim)
                        .filter(kind -> AT_FIRST_POD.equals(kind.getVolumeBindingMode()))
                        .isPresent(),
                () -> diagnosis.happened(
                        claim.getMetadata().getNamespace(),
                        "PersistentVolumeClaim",
                        claim.getMetadata().getName(),
                        AT_FIRST_POD));
    }

    private Optional<StorageClass> of(PersistentVolumeClaim claim) {
        String name = claim.getSpec().getStorageClassName();
        return name == null
                ? Optional.empty()
                : attempt(
                        new Call("get", "storageclasses.storage.k8s.io", "", name),
                        () -> Optional.ofNullable(client.storage()
                                .v1()
                                .storageClasses()
                                .withName(name)
                                .get()));
    }
}
