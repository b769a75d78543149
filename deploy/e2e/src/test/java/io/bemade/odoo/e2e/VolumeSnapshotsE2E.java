package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.kubernetes.KubernetesFilestores;
import io.bemade.odoo.activities.kubernetes.VolumeSnapshots;
import io.bemade.odoo.activities.kubernetes.VolumeSnapshots.Outcome;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Clones of claims by a real driver's snapshots, and all the ways in which there are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeSnapshotsE2E {
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
        snapshots.forget(target.pair(), cluster.namespace);
        snapshots.forget(target.pair(), cluster.namespace);
        assertThat(cluster.snapshots()).isEmpty();
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
        snapshots.forget(target.pair(), cluster.namespace);
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
        assertThat(claim(target)).isNull();
        assertThat(cluster.snapshots())
                .noneMatch(left -> left.getMetadata()
                        .getName()
                        .equals(target.pair().filestore().value()));
    }

    @Test
    void aSnapshotThatIsRemovedByHandIsTakenAgain() throws Exception {
        Building target = target("removed", "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        Set<String> seen = new HashSet<>();
        Resource<GenericKubernetesResource> snapshot = cluster.snapshot(target.pair());
        Outcome outcome = snapshots.clone(source, target, betweenLooks(() -> {
            GenericKubernetesResource there = snapshot.get();
            if (there != null && seen.add(there.getMetadata().getUid()) && seen.size() == 1) {
                Await.until("it was taken", () -> cluster.settled(snapshot.require()));
                snapshot.delete();
            }
        }));
        assertThat(outcome).isEqualTo(new Outcome(true, ""));
        assertThat(seen).as("snapshots that were taken").hasSize(2);
        snapshots.forget(target.pair(), cluster.namespace);
        cluster.filestores().drop(target);
    }

    /** It is ready, and something holds it: a claim that came from it would hold it, too. */
    @Test
    void nothingIsMadeFromASnapshotThatIsGoing() {
        Building target = target("going", "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        AtomicInteger looks = new AtomicInteger();
        Resource<GenericKubernetesResource> snapshot = cluster.snapshot(target.pair());
        Outcome outcome = snapshots.clone(source, target, betweenLooks(() -> {
            int look = looks.incrementAndGet();
            if (look == 1) {
                deleteAndHold(snapshot);
            } else if (look <= 5) {
                assertThat(claim(target)).as("made from it").isNull();
            } else if (look == 6) {
                letGo(snapshot);
            }
        }));
        assertThat(outcome).isEqualTo(new Outcome(true, ""));
        snapshots.forget(target.pair(), cluster.namespace);
        cluster.filestores().drop(target);
    }

    @Test
    void aSnapshotThatDoesNotGoIsNotWaitedForForEver() {
        Building target = target("held", "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        VolumeSnapshots impatient = new VolumeSnapshots(cluster.client, Duration.ofSeconds(3));
        Resource<GenericKubernetesResource> snapshot = cluster.snapshot(target.pair());
        Outcome outcome = impatient.clone(source, target, betweenLooks(() -> {
            if (snapshot.require().getMetadata().getDeletionTimestamp() == null) {
                deleteAndHold(snapshot);
            }
        }));
        assertThat(outcome).isEqualTo(new Outcome(false, "the snapshot was being deleted for 3 s"));
        assertThat(claim(target)).isNull();
        letGo(snapshot);
    }

    private void deleteAndHold(Resource<GenericKubernetesResource> snapshot) {
        Await.until("it was taken", () -> cluster.settled(snapshot.require()));
        ClusterHost.merge(
                snapshot,
                "{\"metadata\": {\"finalizers\": [\"e2e.test/hold\", \"%s\"]}}"
                        .formatted(String.join("\", \"", snapshot.require().getFinalizers())));
        snapshot.delete();
    }

    /** When nobody else holds it, and so all that belongs to it is gone. */
    private static void letGo(Resource<GenericKubernetesResource> snapshot) {
        Await.until(
                "only the test holds it",
                () -> snapshot.require().getFinalizers().equals(List.of("e2e.test/hold")));
        ClusterHost.merge(snapshot, "{\"metadata\": {\"finalizers\": null}}");
    }

    private @Nullable PersistentVolumeClaim claim(Building target) {
        return cluster.client
                .persistentVolumeClaims()
                .inNamespace(cluster.namespace)
                .withName(target.pair().filestore().value())
                .get();
    }

    private static Pulse betweenLooks(Runnable work) {
        return Pulse.until(() -> {
            work.run();
            return false;
        });
    }

    @Test
    void aCopyIsBegunOnceAndDroppedWithAllThatBelongsToIt() {
        Building cloned = target("once", "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        assertThat(copy(cloned)).isEmpty();
        assertThat(copy(cloned)).isEmpty();
        assertThat(named(cloned)).as("snapshots").isEqualTo(1);
        dropped(cloned);

        Building copied = target("slowly", "size: 1Gi, storageClass: csi-dir, snapshotClass: no-such");
        String why = "The files of volume claim " + source.filestore()
                + " were copied one by one, for VolumeSnapshotClass no-such does not exist";
        assertThat(copy(copied)).contains(why);
        assertThat(copy(copied)).contains(why);
        Building other = new Building(copied.pair(), "clone/other", Instant.EPOCH);
        assertThatThrownBy(() -> copy(other)).hasMessageContaining("does not bear the mark");
        cluster.filestores().attach(Attachment.of(copied.pair()), Pulse.none());
        cluster.filestores().detach(copied.pair(), Pulse.none());
        dropped(copied);
        cluster.filestores().require(source);
    }

    private Optional<String> copy(Building target) {
        return copy(cluster.filestores(), target);
    }

    private Optional<String> copy(KubernetesFilestores filestores, Building target) {
        return filestores
                .createCopy(new FilestoreCopying(target, source), Pulse.none())
                .note();
    }

    private void dropped(Building target) {
        cluster.filestores().dropCopy(new FilestoreCopying(target, source));
        cluster.filestores().dropCopy(new FilestoreCopying(target, source));
        assertThat(claim(target)).isNull();
        assertThat(named(target)).as("snapshots").isZero();
        assertThat(cluster.volumePods()).isEmpty();
        assertThat(cluster.client
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(cluster.namespace)
                        .list()
                        .getItems())
                .isEmpty();
    }

    private long named(Building target) {
        return cluster.snapshots().stream()
                .filter(one -> one.getMetadata()
                        .getName()
                        .equals(target.pair().filestore().value()))
                .count();
    }

    /** With the rights in the whole cluster and with those in the namespace alone. */
    private void expiredAfterATermination(KubernetesFilestores filestores, String name) {
        Building target = target(name, "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir");
        Pulse pulse = Pulse.until(() -> named(target) > 0);
        assertThatThrownBy(() -> filestores.createCopy(new FilestoreCopying(target, source), pulse))
                .hasMessageContaining("is no longer waited for");
        assertThat(Thread.interrupted()).as("told so, as the step's thread is").isTrue();
        assertThat(named(target)).as("snapshots").isEqualTo(1);
        filestores.expire(target.pair());
        assertThat(named(target)).as("snapshots").isZero();
        filestores.expire(target.pair());
    }

    @Test
    void theSnapshotOfACopyThatWasTerminatedBeforeItsClaimWasMadeExpires() {
        expiredAfterATermination(cluster.filestores(), "terminated");
    }

    /** Classes are the cluster's, and a role in a namespace cannot show them. */
    @Test
    void theRightsOfTheChartInOneNamespaceAreEnough() throws IOException {
        ChartRules rules = new ChartRules(cluster.client, cluster.namespace, "worker");
        rules.grant(cluster.namespace);
        try (KubernetesClient limited = rules.acting()) {
            KubernetesFilestores filestores =
                    new KubernetesFilestores(limited, cluster.databases::builderAccess, cluster.settings());
            clonedAndDropped(filestores, "limited", "size: 2Gi, storageClass: csi-dir, snapshotClass: csi-dir", "");
            clonedAndDropped(
                    filestores, "limited-late", "size: 2Gi, storageClass: csi-dir-late, snapshotClass: csi-dir", "");
            clonedAndDropped(
                    filestores,
                    "limited-none",
                    "size: 2Gi, storageClass: csi-dir, snapshotClass: no-such",
                    "the snapshot failed: ");
            expiredAfterATermination(filestores, "limited-terminated");
        }
    }

    private void clonedAndDropped(KubernetesFilestores filestores, String name, String filestore, String note) {
        Building target = target(name, filestore);
        assertThat(copy(filestores, target).orElse("")).contains(note);
        filestores.attach(Attachment.of(target.pair()), Pulse.none());
        assertThat(named(target)).as("snapshots").isZero();
        filestores.detach(target.pair(), Pulse.none());
        filestores.drop(target);
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
