package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.kubernetes.KubernetesFilestores;
import io.bemade.odoo.activities.kubernetes.KubernetesInstances;
import io.bemade.odoo.activities.kubernetes.Patience;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.ProductionReference;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionRequest;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Stagings in another namespace than their production: allowed and not, well and not, and what is left of it anywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesFarCloneE2E {
    private static final String WITH_SNAPSHOTS = "size: 1Gi, storageClass: csi-dir, snapshotClass: csi-dir";
    private RealStack real;
    private ClusterHost cluster;
    private String far;
    private StoragePair production;
    private long files;

    @BeforeAll
    void fillProduction() throws Exception {
        real = RealStack.require();
        cluster = new ClusterHost(real, "e2e-near");
        far = cluster.namespace.replace("near", "far");
        cluster.makeNamespace(far);
        askTheCluster(cluster.client);
        cluster.work(new NoOdoo());
        InstanceRef erp = cluster.instance("erp", InstanceType.PRODUCTION, "size: 1Gi, storageClass: csi-dir");
        RestoreResult restored = Await.result(
                cluster.host.start("Restore", "erp", RestoreRequest.of(erp, cluster.uploadSample(2_000_000))),
                RestoreResult.class);
        production = restored.pair();
        files = restored.files();
    }

    /** Whether a production allows it is asked as the worker asks it. */
    private void askTheCluster(KubernetesClient client) {
        KubernetesInstances real = new KubernetesInstances(client, Set.of(cluster.namespace, far), Patience.DEFAULT);
        cluster.instances.askAboutProductions(staging -> real.describe(staging).productionRefusal());
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.client.namespaces().withName(far).delete();
            cluster.close();
        }
    }

    @Test
    void aStagingIsFilledWhereItsProductionAllowsIt() throws Exception {
        allow(far);
        String before = content(production);
        CloneResult result = clone("allowed", WITH_SNAPSHOTS);
        assertThat(result.cloned()).isEqualTo(production);
        assertThat(result.warnings()).isEmpty();
        assertThat(result.files()).isEqualTo(files);
        assertThat(result.pair().instance().namespace()).isEqualTo(far);
        assertThat(claim(result.pair()).getSpec().getDataSource().getKind()).isEqualTo("VolumeSnapshot");
        assertThat(content(result.pair())).isEqualTo(before);
        assertThat(content(production)).as("production's files").isEqualTo(before);
        assertThatNoSnapshotIsLeft();
        assertThat(claims(cluster.namespace))
                .containsExactly(production.filestore().value());
        assertThat(claims(far)).containsExactly(result.pair().filestore().value());
        cluster.client.resource(claim(result.pair())).delete();
    }

    @Test
    void aProductionThatDoesNotAllowItIsNotTouched() {
        allow("somebody-else");
        assertRefused("refused", WITH_SNAPSHOTS, "does not let stagings in namespace " + far + " copy it");
    }

    @Test
    void whereSnapshotsFailTheCloneFailsAndAllOfItIsUndone() {
        allow(far);
        assertRefused(
                "failing",
                "size: 1Gi, storageClass: csi-dir, snapshotClass: csi-dir-fail",
                "without a snapshot, and there is none, for the snapshot failed");
    }

    @Test
    void whereNoClassIsNamedItIsRefused() {
        allow(far);
        assertRefused("classless", "size: 1Gi, storageClass: csi-dir", "names no class for it");
    }

    @Test
    void aCloneThatFailsWhenTheSnapshotWasLentLeavesNothing() {
        allow(far);
        ResourceQuota quota = cluster.client
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(far)
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of("persistentvolumeclaims", new Quantity("0")))
                        .endSpec()
                        .build())
                .create();
        Await.until(
                "the quota is in force",
                () -> cluster.client.resource(quota).get().getStatus().getHard().containsKey("persistentvolumeclaims"));
        try {
            assertRefused("full", WITH_SNAPSHOTS, "exceeded quota");
        } finally {
            cluster.client.resource(quota).delete();
        }
    }

    /** The chart's rules in both namespaces do not do; with those for the whole cluster they do. */
    @Test
    void theWorkerNeedsItsRightInTheWholeCluster() throws IOException {
        allow(far);
        ChartRules rules = new ChartRules(cluster.client, far, "worker");
        rules.grant(far);
        rules.grant(cluster.namespace);
        try (KubernetesClient limited = rules.acting()) {
            askTheCluster(limited);
            assertRefused(
                    "limited",
                    WITH_SNAPSHOTS,
                    "the worker may not get volumesnapshotcontents.snapshot.storage.k8s.io in the whole cluster");
            rules.grantLending();
            Await.until(
                    "the right counts",
                    () -> cluster.instances
                            .describe(new InstanceRef(far, "limited"))
                            .productionRefusal()
                            .isEmpty());
            copyAndDrop(new KubernetesFilestores(
                    limited, pair -> cluster.databases.builderAccess(pair), cluster.settings()));
        } finally {
            rules.takeLending();
            askTheCluster(cluster.client);
        }
    }

    private void copyAndDrop(KubernetesFilestores filestores) {
        StoragePair copy = new StoragePair(
                new InstanceRef(far, "limited"),
                "main",
                new DatabaseName("limited.e2e.test-00000007"),
                new FilestoreName("odoo-data-limited-00000007"));
        FilestoreCopying copying = new FilestoreCopying(new Building(copy, "clone/limited", Instant.EPOCH), production);
        for (int twice = 0; twice < 2; twice++) {
            assertThat(filestores.createCopy(copying, Pulse.none()).note()).isEmpty();
        }
        assertThat(cluster.snapshots(far)).hasSize(1);
        filestores.dropCopy(copying);
        filestores.dropCopy(copying);
        assertThatNoSnapshotIsLeft();
        assertThat(claims(far)).isEmpty();
    }

    /** Its database bears a mark, and that is all that anybody knows of it. */
    @Test
    void whatATerminatedCloneHadMadeBeforeItsClaimIsFoundByTheCleanUp() throws Exception {
        cluster.deploy(cluster.staging(new InstanceRef(far, "ended"), production.instance(), WITH_SNAPSHOTS));
        FilestoreCopying other = copying("ended", "00000020");
        terminated(other, () -> !cluster.snapshots().isEmpty());

        FilestoreCopying taken = copying("ended", "00000021");
        terminated(taken, () -> named(cluster.snapshots(), taken));
        cleanUp(taken);
        FilestoreCopying lent = copying("ended", "00000022");
        terminated(lent, () -> named(cluster.snapshots(far), lent));
        cleanUp(lent);
        FilestoreCopying contentOnly = copying("ended", "00000023");
        terminated(contentOnly, () -> named(cluster.snapshots(far), contentOnly));
        cluster.snapshots(far).forEach(near -> cluster.client.resource(near).delete());
        cleanUp(contentOnly);

        assertThat(named(cluster.snapshots(), other)).as("that of another copy").isTrue();
        cleanUp(other);
        assertThatNoSnapshotIsLeft();
        assertThat(claims(far)).isEmpty();
    }

    /**
     * The snapshot controller writes the content's side of a binding first. A lent snapshot that is deleted before the other
     * side was written is gone without a word to its content, which then waits for ever.
     */
    @Test
    void aLentSnapshotThatGoesWhileItIsBoundKeepsNothing() throws Exception {
        cluster.deploy(cluster.staging(new InstanceRef(far, "bound"), production.instance(), WITH_SNAPSHOTS));
        FilestoreCopying half = copying("bound", "00000030");
        terminated(half, () -> named(cluster.snapshots(far), half));
        real.whileFrozen("snapshot-controller", () -> {
            GenericKubernetesResource lent = cluster.snapshots(far).get(0);
            ClusterHost.merge(
                    cluster.client
                            .genericKubernetesResources(ClusterHost.SNAPSHOT_CONTENT)
                            .withName(lentContent()),
                    "{\"spec\": {\"volumeSnapshotRef\": {\"uid\": \""
                            + lent.getMetadata().getUid() + "\"}}}");
            ClusterHost.merge(cluster.client.resource(lent), "{\"metadata\": {\"finalizers\": null}}");
            cluster.client.resource(lent).delete();
            assertThat(cluster.client.resource(lent).get()).as("gone at once").isNull();
        });
        cleanUp(half);
        assertThatNoSnapshotIsLeft();
    }

    private String lentContent() {
        return contents().stream()
                .map(content -> content.getMetadata().getName())
                .filter(name -> name.startsWith("odooctl-lent-"))
                .findFirst()
                .orElseThrow();
    }

    private FilestoreCopying copying(String staging, String suffix) {
        StoragePair copy = new StoragePair(
                new InstanceRef(far, staging),
                "main",
                new DatabaseName(staging + ".e2e.test-" + suffix),
                new FilestoreName("odoo-data-" + staging + "-" + suffix));
        return new FilestoreCopying(new Building(copy, "clone/" + suffix, Instant.EPOCH), production);
    }

    /** The step is not wanted any more as soon as something is there, and nothing is undone. */
    private void terminated(FilestoreCopying copying, BooleanSupplier there) {
        cluster.databases.create(copying.building());
        assertThatThrownBy(() -> cluster.filestores().createCopy(copying, Pulse.until(there)))
                .hasMessageContaining("is no longer waited for");
        assertThat(Thread.interrupted()).as("told so, as the step's thread is").isTrue();
        Await.until("the snapshot was taken", () -> cluster.snapshots().stream().allMatch(cluster::settled));
        Await.until("what was lent of it is known", () -> contents().stream().allMatch(ClusterHost::ready));
    }

    private void cleanUp(FilestoreCopying left) throws Exception {
        StoragePair pair = left.building().pair();
        RetentionResult result = Await.result(
                cluster.host.start(
                        "RetentionCleanup",
                        pair.instance().name(),
                        new RetentionRequest(pair.instance(), pair.database(), Optional.empty())),
                RetentionResult.class);
        assertThat(result.deleted()).as(result.message()).isTrue();
        assertThat(named(cluster.snapshots(), left)).isFalse();
        assertThat(named(cluster.snapshots(far), left)).isFalse();
        Await.until(
                "its contents are gone",
                () -> contents().stream()
                        .noneMatch(content -> content.getMetadata()
                                .getName()
                                .contains(pair.filestore().value())));
        assertThat(databases()).doesNotContain(pair.database().value());
    }

    private static boolean named(List<GenericKubernetesResource> snapshots, FilestoreCopying copying) {
        return snapshots.stream()
                .anyMatch(one -> one.getMetadata()
                        .getName()
                        .equals(copying.building().pair().filestore().value()));
    }

    private void assertRefused(String name, String filestore, String why) {
        List<String> databases = databases();
        List<String> near = claims(cluster.namespace);
        List<String> there = claims(far);
        assertThatThrownBy(() -> clone(name, filestore))
                .isInstanceOf(WorkflowFailedException.class)
                .rootCause()
                .hasMessageContaining(why);
        assertThatNoSnapshotIsLeft();
        assertThat(databases()).isEqualTo(databases);
        assertThat(claims(cluster.namespace)).isEqualTo(near);
        assertThat(claims(far)).isEqualTo(there);
    }

    private List<String> databases() {
        return cluster.host.query("postgres", "SELECT datname FROM pg_database ORDER BY 1");
    }

    /** Neither in one of the namespaces nor, as a content, in the cluster. */
    private void assertThatNoSnapshotIsLeft() {
        assertThat(cluster.snapshots(far)).isEmpty();
        assertThat(cluster.snapshots()).isEmpty();
        Await.until("the contents are gone", () -> contents().isEmpty());
    }

    private List<GenericKubernetesResource> contents() {
        return cluster.client.genericKubernetesResources(ClusterHost.SNAPSHOT_CONTENT).list().getItems().stream()
                .filter(content -> {
                    String of = content.get("spec", "volumeSnapshotRef", "namespace");
                    return of.equals(far) || of.equals(cluster.namespace);
                })
                .toList();
    }

    private List<String> claims(String namespace) {
        return cluster.client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
                .filter(claim -> claim.getMetadata().getDeletionTimestamp() == null)
                .map(claim -> claim.getMetadata().getName())
                .sorted()
                .toList();
    }

    private PersistentVolumeClaim claim(StoragePair pair) {
        return cluster.client
                .persistentVolumeClaims()
                .inNamespace(pair.instance().namespace())
                .withName(pair.filestore().value())
                .require();
    }

    private void allow(String namespaces) {
        ClusterHost.merge(
                cluster.client
                        .resources(OdooInstance.class)
                        .inNamespace(cluster.namespace)
                        .withName("erp"),
                "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
                        .formatted(ProductionReference.ALLOW_STAGING_FROM, namespaces));
    }

    private CloneResult clone(String name, String filestore) throws Exception {
        InstanceRef staging = cluster.staging(new InstanceRef(far, name), production.instance(), filestore);
        cluster.deploy(staging);
        return Await.result(cluster.host.start(StagingClone.TYPE, name, CloneRequest.of(staging)), CloneResult.class);
    }

    private String content(StoragePair pair) {
        return new VolumePod(
                        cluster.client,
                        pair.instance().namespace(),
                        pair.filestore().value())
                .says("cd /data/filestore/" + pair.database()
                        + " && find ./?? -type f | sort | xargs sha1sum | sha1sum && find ./?? -type f | wc -l");
    }
}
