package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.kubernetes.VolumeSnapshots;
import io.bemade.odoo.activities.kubernetes.VolumeSnapshots.Outcome;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clones of claims by a real driver's snapshots, and all the ways in which there are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeSnapshotsE2E {
    private static final ResourceDefinitionContext SNAPSHOT = new ResourceDefinitionContext.Builder()
            .withGroup("snapshot.storage.k8s.io")
            .withVersion("v1")
            .withKind("VolumeSnapshot")
            .withPlural("volumesnapshots")
            .withNamespaced(true)
            .build();

    private ClusterHost cluster;
    private VolumeSnapshots snapshots;
    private StoragePair source;

    @BeforeAll
    void start() throws Exception {
        cluster = new ClusterHost(RealStack.require(), "e2e-snapshots");
        snapshots = new VolumeSnapshots(cluster.client, Duration.ofSeconds(40));
        InstanceRef erp = cluster.instance("erp", InstanceType.PRODUCTION, "size: 2Gi, storageClass: csi-dir");
        source = pair(erp, "source");
        cluster.filestores().create(new Building(source, "restore/source", Instant.EPOCH));
        cluster.filestores().attach(Attachment.of(source), Pulse.none());
        cluster.filestores().detach(source, Pulse.none());
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aCloneHoldsTheSourcesFilesAndGetsAMarkOfItsOwn() {
        Building target = target("good", "size: 1Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        assertThat(snapshots.clone(source, target, Pulse.none())).isEqualTo(new Outcome(true, ""));
        assertThat(snapshots.clone(source, target, Pulse.none()).done()).isTrue();
        snapshots.forget(target);
        snapshots.forget(target);
        assertThat(taken()).isEmpty();
        cluster.filestores().attach(Attachment.of(target.pair()), Pulse.none());
        assertThat(cluster.volumePods()).hasSize(1);
        cluster.filestores().detach(target.pair(), Pulse.none());
        cluster.filestores().drop(target);
    }

    @Test
    void aClassThatBindsLateIsClonedWhenItsWorkerComes() {
        Building target = target("late", "size: 2Gi, storageClass: csi-dir-late, snapshotClass: csi-dir");
        assertThat(snapshots.clone(source, target, Pulse.none()).done()).isTrue();
        cluster.filestores().attach(Attachment.of(target.pair()), Pulse.none());
        snapshots.forget(target);
        cluster.filestores().detach(target.pair(), Pulse.none());
        cluster.filestores().drop(target);
    }

    @Test
    void whereThereAreNoSnapshotsTheCallerIsToldToCopy() {
        assertNotPossible("none", "size: 1Gi, storageClass: csi-dir", "names no snapshotClass");
        assertNotPossible("missing", "size: 1Gi, snapshotClass: no-such", "VolumeSnapshotClass no-such does not exist");
        assertNotPossible("failing", "size: 1Gi, snapshotClass: csi-dir-fail", "the snapshot failed: ");
    }

    private void assertNotPossible(String name, String filestore, String why) {
        Building target = target(name, filestore);
        Outcome outcome = snapshots.clone(source, target, Pulse.none());
        assertThat(outcome.done()).isFalse();
        assertThat(outcome.whyNot()).contains(why);
        assertThat(cluster.client
                        .persistentVolumeClaims()
                        .inNamespace(cluster.namespace)
                        .withName(target.pair().filestore().value())
                        .get())
                .isNull();
        assertThat(taken())
                .noneMatch(left -> left.getMetadata()
                        .getName()
                        .equals(target.pair().filestore().value()));
    }

    @Test
    void aSnapshotThatIsRemovedByHandIsTakenAgain() throws Exception {
        Building target = target("removed", "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        Thread vandal = new Thread(() -> {
            while (!over.get()) {
                taken().stream()
                        .filter(one -> one.getMetadata()
                                .getName()
                                .equals(target.pair().filestore().value()))
                        .filter(one -> seen.add(one.getMetadata().getUid()) && seen.size() == 1)
                        .forEach(one -> cluster.client.resource(one).delete());
            }
        });
        vandal.start();
        Outcome outcome = snapshots.clone(source, target, Pulse.none());
        over.set(true);
        vandal.join();
        assertThat(outcome).isEqualTo(new Outcome(true, ""));
        assertThat(seen).as("snapshots that were taken").hasSize(2);
        snapshots.forget(target);
        cluster.filestores().drop(target);
    }

    private List<GenericKubernetesResource> taken() {
        return cluster
                .client
                .genericKubernetesResources(SNAPSHOT)
                .inNamespace(cluster.namespace)
                .list()
                .getItems()
                .stream()
                .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private Building target(String name, String filestore) {
        return new Building(
                pair(cluster.instance(name, InstanceType.STAGING, filestore), name), "clone/" + name, Instant.EPOCH);
    }

    private static StoragePair pair(InstanceRef instance, String name) {
        return new StoragePair(
                instance,
                "main",
                new DatabaseName(name + ".e2e.test-00000003"),
                new FilestoreName("odoo-data-" + name + "-00000003"));
    }
}
