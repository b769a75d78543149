package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bemade.odoo.activities.kubernetes.KubernetesFilestores;
import io.bemade.odoo.activities.kubernetes.KubernetesOdooShell;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Filestores in a real cluster: claims, the workers inside them, and a restore through them with the real image. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesVolumesE2E {
    private static final String LOADING = "COPY public.";
    private static final String PROVING = "DISTINCT store_fname";

    private ClusterHost cluster;
    private KubernetesFilestores filestores;
    private InstanceRef erp;
    private Source backup;

    @BeforeAll
    void start() throws Exception {
        cluster = new ClusterHost(RealStack.require(), "e2e-volumes");
        filestores = cluster.filestores();
        erp = cluster.instance("erp", InstanceType.PRODUCTION, "size: 1Gi, storageClass: csi-dir-late");
        cluster.work(new KubernetesOdooShell(cluster.client, Duration.ofMinutes(2)));
        backup = cluster.uploadSample(20_000_000);
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aClaimIsMadeOnceForItsOperationAndDeletedByNoOther() {
        Building building = building("once");
        filestores.create(building);
        filestores.create(building);
        PersistentVolumeClaim claim = claim(building.pair());
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("csi-dir-late");
        assertThat(claim.getSpec().getResources().getRequests()).containsEntry("storage", Quantity.parse("1Gi"));
        assertThat(claim.getMetadata().getLabels())
                .containsEntry("bemade.io/product", "odoo-orchestrator")
                .containsEntry("bemade.io/instance", "erp")
                .containsEntry("bemade.io/state", "building");
        filestores.require(building.pair());

        Building other = new Building(building.pair(), "restore/other", building.createdAt());
        refused(ErrorCode.NOT_OURS, "does not bear the mark", () -> filestores.create(other));
        refused(ErrorCode.NOT_OURS, "does not bear the mark", () -> filestores.drop(other));
        filestores.drop(building);
        filestores.drop(building);
        refused(ErrorCode.NOT_FOUND, "does not exist", () -> filestores.require(building.pair()));
        assertThat(filestores.freeBytes(erp)).hasValue(1L << 30);
    }

    @Test
    void aClaimOfSomebodyElseIsNeverDeleted() {
        StoragePair pair = building("foreign").pair();
        cluster.client.resource(plainClaim(pair)).create();
        Building building = new Building(pair, "restore/x", Instant.EPOCH);
        refused(ErrorCode.NOT_OURS, "does not bear the mark", () -> filestores.create(building));
        refused(ErrorCode.NOT_OURS, "does not bear the mark", () -> filestores.drop(building));
        refused(ErrorCode.NOT_OURS, "does not bear the mark", () -> filestores.expire(pair));
        filestores.adopt(pair);
        filestores.adopt(pair);
        filestores.require(pair);
        assertThat(claim(pair).getMetadata().getLabels()).containsEntry("bemade.io/state", "retained");
    }

    /** Kubernetes itself changes claims: while they are bound, and for the pods that mount them. */
    @Test
    void aClaimThatChangesBeforeItIsDeletedIsJudgedAnew() {
        Building building = building("changing");
        filestores.create(building);
        AtomicInteger changes = new AtomicInteger();
        Resource<PersistentVolumeClaim> claim = cluster.client.resource(claim(building.pair()));
        dropBehind(building, () -> {
            if (changes.incrementAndGet() <= 3) {
                ClusterHost.merge(claim, "{\"metadata\": {\"annotations\": {\"seen\": \"" + changes + "\"}}}");
            }
        });
        assertThat(changes).hasValueGreaterThanOrEqualTo(4);
        assertThat(claim.get()).isNull();

        filestores.create(building);
        refused(
                ErrorCode.NOT_OURS,
                "does not bear the mark",
                () -> dropBehind(
                        building,
                        () -> ClusterHost.merge(claim, "{\"metadata\": {\"labels\": {\"bemade.io/product\": null}}}")));
        claim.delete();
    }

    @Test
    void aClaimThatChangesBeforeItIsAdoptedIsJudgedAnew() {
        StoragePair pair = building("changing-too").pair();
        Resource<PersistentVolumeClaim> claim = cluster.client.resource(plainClaim(pair));
        claim.create();
        AtomicInteger changes = new AtomicInteger();
        behind("PATCH", filestores -> filestores.adopt(pair), () -> {
            if (changes.incrementAndGet() <= 3) {
                ClusterHost.merge(claim, "{\"metadata\": {\"annotations\": {\"seen\": \"" + changes + "\"}}}");
            }
        });
        assertThat(changes).hasValueGreaterThanOrEqualTo(4);
        assertThat(claim.get().getMetadata().getLabels()).containsEntry("bemade.io/state", "retained");
        refused(
                ErrorCode.NOT_FOUND,
                "does not exist",
                () -> behind(
                        "PATCH",
                        filestores -> filestores.adopt(pair),
                        () -> claim.withTimeout(1, TimeUnit.MINUTES).delete()));
    }

    private void dropBehind(Building building, Runnable meddling) {
        behind("DELETE", filestores -> filestores.drop(building), meddling);
    }

    private void behind(String method, Consumer<KubernetesFilestores> work, Runnable meddling) {
        try (KubernetesClient slow = Meddler.beforeEach(method, cluster.client.getConfiguration(), meddling)) {
            work.accept(new KubernetesFilestores(slow, cluster.databases::builderAccess, cluster.settings()));
        }
    }

    @Test
    void aRightThatLacksIsNamedWithItsVerbResourceAndNamespace() {
        Config config = new ConfigBuilder(cluster.client.getConfiguration())
                .withImpersonateUsername("system:serviceaccount:" + cluster.namespace + ":nobody")
                .build();
        try (KubernetesClient nobody =
                new KubernetesClientBuilder().withConfig(config).build()) {
            KubernetesFilestores powerless =
                    new KubernetesFilestores(nobody, cluster.databases::builderAccess, cluster.settings());
            refused(
                    ErrorCode.ACCESS_DENIED,
                    "nobody may not get persistentvolumeclaims in namespace " + cluster.namespace,
                    () -> powerless.create(building("denied")));
        }
    }

    @Test
    void aClaimThatIsMountedOrNamedIsNotDeleted() {
        Building building = building("mounted");
        filestores.create(building);
        Pod pod = pod(building.pair()).start("sleeper", "sleep 600");
        refused(ErrorCode.NOT_OURS, "pod sleeper mounts it", () -> filestores.drop(building));
        ClusterHost.merge(
                cluster.client.resource(pod), "{\"metadata\": {\"labels\": {\"bemade.io/job\": \"deleted\"}}}");
        refused(ErrorCode.UNAVAILABLE, "pod sleeper that mounts it is still ending", () -> filestores.drop(building));
        pod(building.pair()).end(pod);
        String deployment = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: asleep, namespace: %s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: asleep}}
                  template:
                    metadata: {labels: {app: asleep}}
                    spec:
                      containers: [{name: a, image: 'localhost/busybox:1'}]
                      volumes: [{name: f, persistentVolumeClaim: {claimName: %s}}]
                """.formatted(cluster.namespace, building.pair().filestore());
        var asleep = cluster.client.resource(deployment).create();
        refused(ErrorCode.NOT_OURS, "deployment asleep names it", () -> filestores.drop(building));
        cluster.client.resource(asleep).delete();
        filestores.drop(building);
    }

    @Test
    void aWorkerIsAttachedOnceAndGoneAfterDetaching() {
        Building building = building("attached");
        filestores.create(building);
        var access = filestores.attach(Attachment.of(building.pair()), Pulse.none());
        assertThat(access.taskQueue())
                .hasValue("volume/" + cluster.namespace + "/" + building.pair().filestore());
        List<Pod> before = pods(building.pair());
        assertThat(filestores.attach(Attachment.of(building.pair()), Pulse.until(() -> true)))
                .as("at once, for it would not wait")
                .isEqualTo(access);
        assertThat(pods(building.pair()))
                .singleElement()
                .satisfies(pod -> assertThat(pod.getMetadata().getUid())
                        .isEqualTo(before.get(0).getMetadata().getUid()))
                .satisfies(pod -> assertThat(pod.getSpec().getSecurityContext().getRunAsUser())
                        .isEqualTo(100));
        refused(ErrorCode.NOT_OURS, "odooctl-volume-", () -> filestores.drop(building));

        Resource<Secret> login =
                cluster.client.secrets().inNamespace(cluster.namespace).withName(job(building.pair()));
        behind("PUT", slow -> slow.attach(Attachment.of(building.pair()), Pulse.none()), login::delete);
        assertThat(login.get()).isNotNull();

        cluster.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.namespace)
                .withName(job(building.pair()))
                .delete();
        assertThat(filestores.attach(Attachment.of(building.pair()), Pulse.none()))
                .isEqualTo(access);

        filestores.detach(building.pair(), Pulse.none());
        assertThat(pods(building.pair())).isEmpty();
        assertThat(login.get()).isNull();
        filestores.detach(building.pair(), Pulse.none());
        filestores.drop(building);
    }

    @Test
    void whatKeepsAWorkerFromStartingIsSaid() {
        Building building = building("stuck");
        filestores.create(building);
        Duration patience = Duration.ofSeconds(1);
        KubernetesFilestores noImage =
                cluster.filestores(cluster.settings("localhost/there-is-none:1", patience, Map.of()));
        refusedOnceKnown(
                "localhost/there-is-none:1", () -> noImage.attach(Attachment.of(building.pair()), Pulse.none()));
        noImage.detach(building.pair(), Pulse.none());
        KubernetesFilestores tooLarge =
                cluster.filestores(cluster.settings(cluster.settings().image(), patience, Map.of("cpu", "1000")));
        refusedOnceKnown("Insufficient cpu", () -> tooLarge.attach(Attachment.of(building.pair()), Pulse.none()));
        tooLarge.detach(building.pair(), Pulse.none());
        filestores.drop(building);

        InstanceRef noClass =
                cluster.instance("noclass", InstanceType.PRODUCTION, "size: 1Gi, storageClass: none-such");
        Building unbound = building(noClass, "unbound");
        filestores.create(unbound);
        KubernetesFilestores hasty =
                cluster.filestores(cluster.settings(cluster.settings().image(), patience, Map.of()));
        refusedOnceKnown("\"none-such\" not found", () -> hasty.attach(Attachment.of(unbound.pair()), Pulse.none()));
        hasty.detach(unbound.pair(), Pulse.none());
        filestores.drop(unbound);
    }

    @Test
    void aRestoreLoadsAndProvesTheFilesInsideTheVolume() throws Exception {
        RestoreResult result = Await.result(restore(), RestoreResult.class);
        assertThat(result.files()).isPositive();
        assertThat(result.warnings()).isEmpty();
        assertThat(pods(result.pair())).isEmpty();
        assertThat(listed(result.pair()))
                .contains("files " + result.files())
                .contains("owner 100:101")
                .contains("\"database\" : \"" + result.pair().database() + "\"");
    }

    @Test
    void aRestoreCompletesWhenTheWorkersPodIsDeletedInTheMiddle() throws Exception {
        AtomicBoolean deleted = new AtomicBoolean();
        cluster.postgres.on(LOADING, () -> {
            endPods();
            deleted.set(true);
        });
        RestoreResult result = Await.result(restore(), RestoreResult.class);
        assertThat(deleted).isTrue();
        assertThat(listed(result.pair())).contains("owner 100:101");
    }

    @Test
    void aRestoreCompletesWhenTheWorkersJobIsDeletedInTheMiddle() throws Exception {
        AtomicBoolean deleted = new AtomicBoolean();
        cluster.postgres.on(PROVING, () -> {
            cluster.client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(cluster.namespace)
                    .withLabel("app.kubernetes.io/name", "odooctl-volume-worker")
                    .delete();
            endPods();
            deleted.set(true);
        });
        WorkflowStub restore = restore();
        RestoreResult result = Await.result(restore, RestoreResult.class);
        assertThat(deleted).isTrue();
        assertThat(result.files()).isPositive();
        assertThat(cluster.host.client().fetchHistory(restore.getExecution().getWorkflowId()).getEvents().stream()
                        .filter(event -> event.hasActivityTaskScheduledEventAttributes())
                        .map(event -> event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()))
                .filteredOn("AttachFilestore"::equals)
                .as("the worker was asked for again")
                .hasSize(2);
    }

    /** Returns when the processes have ended, too. */
    private void endPods() {
        List<Pod> pods = cluster.volumePods();
        pods.forEach(pod -> cluster.client.resource(pod).delete());
        pods.forEach(pod -> Await.until("pod " + pod.getMetadata().getName() + " is gone", () -> {
            Pod left = cluster.client.resource(pod).get();
            return left == null
                    || !left.getMetadata().getUid().equals(pod.getMetadata().getUid());
        }));
    }

    @Test
    void aStagingIsNeutralizedByItsOwnOdooInAJob() throws Exception {
        Path zip = cluster.host.real.backup("odoo19-demo.zip");
        cluster.host.real.image(cluster.host.real.odooImage());
        InstanceRef staging = cluster.instance("staging", InstanceType.STAGING, "size: 1Gi");
        RestoreResult result = Await.result(
                cluster.host.start("Restore", "staging", RestoreRequest.of(staging, cluster.upload("demo.zip", zip))),
                RestoreResult.class);
        assertThat(result.neutralizedBy()).contains("odoo");
        assertThat(result.files()).isEqualTo(1041);
        assertThat(cluster.host.query(result.pair().database().value(), "SELECT count(*) FROM ir_cron WHERE active"))
                .containsExactly("1");
        assertThat(cluster.client
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(cluster.namespace)
                        .withLabel("bemade.io/instance", "staging")
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(cluster.client
                        .secrets()
                        .inNamespace(cluster.namespace)
                        .withLabel("bemade.io/instance", "staging")
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void onlyThePairsFilesAreDeletedFromAnAdoptedClaim() {
        StoragePair pair = building("adopted").pair();
        cluster.client.resource(plainClaim(pair)).create();
        String files = "/data/filestore/" + pair.database();
        pod(pair)
                .says("mkdir -p " + files + "/aa /data/filestore/other/bb; touch " + files
                        + "/aa/1 /data/filestore/other/bb/2");
        filestores.adopt(pair);
        filestores.expire(pair);
        filestores.expire(pair);
        assertThat(pod(pair)
                        .says("find /data/filestore -type f; ls -A /data/filestore")
                        .lines())
                .containsExactly("/data/filestore/other/bb/2", "other");
    }

    private WorkflowStub restore() {
        InstanceRef fresh = cluster.instance(
                "erp-" + UUID.randomUUID().toString().substring(0, 8),
                InstanceType.PRODUCTION,
                "size: 1Gi, storageClass: csi-dir-late");
        return cluster.host.start("Restore", fresh.name(), RestoreRequest.of(fresh, backup));
    }

    private Building building(String name) {
        return building(erp, name);
    }

    private static Building building(InstanceRef instance, String name) {
        StoragePair pair = new StoragePair(
                instance,
                "main",
                new DatabaseName(name + ".e2e.test-00000000"),
                new FilestoreName("odoo-data-" + name));
        return new Building(pair, "restore/" + name, Instant.parse("2026-11-20T03:00:00Z"));
    }

    private PersistentVolumeClaim claim(StoragePair pair) {
        return cluster.client
                .persistentVolumeClaims()
                .inNamespace(cluster.namespace)
                .withName(pair.filestore().value())
                .require();
    }

    private PersistentVolumeClaim plainClaim(StoragePair pair) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(pair.filestore().value())
                .withNamespace(cluster.namespace)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", Quantity.parse("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    private static String job(StoragePair pair) {
        return "odooctl-volume-" + pair.filestore();
    }

    private List<Pod> pods(StoragePair pair) {
        return cluster.client
                .pods()
                .inNamespace(cluster.namespace)
                .withLabel("bemade.io/job", job(pair))
                .list()
                .getItems();
    }

    private VolumePod pod(StoragePair pair) {
        return new VolumePod(cluster.client, cluster.namespace, pair.filestore().value());
    }

    /** What another pod sees in the volume. */
    private String listed(StoragePair pair) {
        return pod(pair)
                .says(
                        "echo files $(find /data/filestore/*/?? -type f | wc -l); echo owner $(stat -c %u:%g $(find /data/filestore/*/?? -type f | head -1)); cat /data/.pair.json");
    }

    /** The cluster, too, needs its time to find the reason. */
    private static void refusedOnceKnown(String reason, ThrowingCallable call) {
        Await.until(reason, () -> {
            OrchestratorException failure = catchThrowableOfType(OrchestratorException.class, call);
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            return failure.getMessage().contains(reason);
        });
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }
}
