package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.activities.backup.PgRestore;
import io.bemade.odoo.activities.backup.StoredBackups;
import io.bemade.odoo.activities.filestore.DirectoryFilestores;
import io.bemade.odoo.activities.filestore.DirectoryVolumes;
import io.bemade.odoo.activities.kubernetes.KubernetesStatuses;
import io.bemade.odoo.activities.kubernetes.LiveProgress;
import io.bemade.odoo.activities.odoo.OdooDatabase;
import io.bemade.odoo.activities.postgres.LoadConnections;
import io.bemade.odoo.activities.postgres.ParallelLoader;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.activities.step.DatabaseSteps;
import io.bemade.odoo.activities.step.FailureTranslation;
import io.bemade.odoo.activities.step.FilestoreSteps;
import io.bemade.odoo.activities.step.InspectionSteps;
import io.bemade.odoo.activities.step.InstanceSteps;
import io.bemade.odoo.activities.step.SourceSteps;
import io.bemade.odoo.activities.step.StatusSteps;
import io.bemade.odoo.activities.step.VolumeSteps;
import io.bemade.odoo.activities.temporal.TemporalLocks;
import io.bemade.odoo.activities.temporal.TemporalRetention;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.workflows.Workflows;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Operations that custom resources ask for, by a real watcher, on real servers: what people see of them. The instances
 * are nothing but what was written about them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShownOperationsE2E {
    private static final String RESTORE = "odoorestore";

    private final RecordedInstances instances = new RecordedInstances();
    private WatchedCluster world;
    private E2eHost host;
    private KubernetesClient client;
    private WatcherDaemon watcher;
    private WorkerFactory factory;
    private Source.S3 backup;

    @BeforeAll
    void begin() throws Exception {
        RealStack stack = RealStack.require();
        host = new E2eHost(stack, 18);
        world = WatchedCluster.create(stack, "shown");
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(world.kubectl().kubeconfig().toFile()))
                .build();
        backup = host.uploadSample(60_000_000);
        factory = work(stack);
        watcher = world.watcher(Map.of("ODOOCTL_TASK_QUEUE", host.queue));
    }

    private WorkerFactory work(RealStack stack) {
        KubernetesStatuses statuses = new KubernetesStatuses(client, host.client(), KubernetesStatuses.PATIENCE);
        WorkerFactory made = WorkerFactory.newInstance(
                host.client(),
                WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(
                                new FailureTranslation(), new LiveProgress(statuses, Duration.ofMillis(200)))
                        .build());
        PostgresDatabases databases = host.databases("127.0.0.1", host.realPort());
        StoredBackups backups = new StoredBackups(
                new S3BackupStore(host.secrets(), Patience.DEFAULT),
                new PgRestore(stack.script("odoo/bin/pg_restore")));
        OdooDatabase odoo = new OdooDatabase(databases);
        Path filestores = host.directory.resolve("filestores");
        Worker worker = made.newWorker(host.queue);
        Workflows.register(worker, false);
        worker.registerActivitiesImplementations(
                new InstanceSteps(instances),
                new SourceSteps(backups),
                new DatabaseSteps(
                        instances, databases, backups, new ParallelLoader(databases, LoadConnections.of(2)), odoo),
                new FilestoreSteps(instances, new DirectoryFilestores(filestores)),
                new VolumeSteps(new DirectoryVolumes(filestores, Optional.empty(), 2), backups, odoo),
                new StatusSteps(statuses, instances, databases),
                new InspectionSteps(instances, databases, statuses, List::of),
                new TemporalLocks(host.client(), host.queue),
                new TemporalRetention(host.client(), host.queue));
        made.start();
        return made;
    }

    @AfterAll
    void end() {
        if (watcher != null) {
            watcher.close();
            factory.shutdownNow();
            client.close();
            world.close();
            host.close();
        }
    }

    @Test
    void aRestoreIsShownFromItsFirstPhaseToItsLast() {
        InstanceRef erp = instance("phases");
        List<String> seen = new CopyOnWriteArrayList<>();
        try (Watch watch = watch("phased", seen)) {
            restore("phased", "phases", backup.key(), "P7D");
            JsonNode told = world.awaitText(RESTORE, "phased", "/status/phase", "Completed", watcher);
            String database = instances.describe(erp).current().orElseThrow().toString();
            assertThat(told.at("/status/message").asText()).isEqualTo("Served from " + database);
            assertThat(told.at("/status/progress").asInt()).isEqualTo(100);
            assertThat(told.at("/status/conditions/0/status").asText()).isEqualTo("True");
            assertThat(told.at("/status/startTime").asText())
                    .isLessThan(told.at("/status/completionTime").asText());
            Await.until(
                    "the watch has seen it, too", () -> seen.stream().anyMatch(line -> line.startsWith("Completed ")));
            assertThat(watch).isNotNull();
        }
        assertThat(seen)
                .containsSubsequence(
                        "InProgress 2 The operation looks at instance and source",
                        "InProgress 5 The operation creates the new pair",
                        "InProgress 10 The operation loads database and filestore",
                        "InProgress 75 The operation proves the new pair",
                        "InProgress 85 The operation hands the new pair over to the instance's role",
                        "InProgress 90 The operation switches the instance to the pair",
                        "InProgress 95 The operation retires the old pair");
        assertThat(seen)
                .as("what the load says while it goes on")
                .anyMatch(line -> line.matches(
                        "InProgress [1-7]\\d The operation loads database and filestore: .*, [1-9]\\d* %.*"));
        JsonNode status = instanceStatus("phases");
        assertThat(status.at("/operation/phase").asText()).isEqualTo("Completed");
        assertThat(status.at("/operation/percent").asInt()).isEqualTo(100);
        assertThat(status.at("/database/initialRestorationComplete").asBoolean())
                .isTrue();
        assertThat(status.at("/database/lastRestoreSource").asText()).isEqualTo(backup.toString());
        assertThat(status.at("/database/restoreStatus").asText()).isEqualTo("Completed");
        WatchedCluster.until(
                "the watcher lets go of it",
                () -> Optional.of(world.get(RESTORE, "phased"))
                        .filter(found -> found.at("/metadata/finalizers").isMissingNode()),
                watcher);
    }

    @Test
    void whatAnInstanceHasIsShownAfterEachOperationAndFoundAgainWhenItWasLost() {
        InstanceRef erp = instance("holding");
        restore("first", "holding", backup.key(), "P7D");
        world.awaitText(RESTORE, "first", "/status/phase", "Completed", watcher);
        String first = instances.describe(erp).current().orElseThrow().toString();
        // As odooctl asks for it: no custom resource, no memo.
        RestoreResult second =
                Await.result(host.start("Restore", "holding", RestoreRequest.of(erp, backup)), RestoreResult.class);

        JsonNode shown = instanceStatus("holding");
        assertThat(shown.at("/storage/current/database").asText())
                .isEqualTo(second.pair().toString());
        assertThat(shown.at("/storage/current/filestore").asText())
                .isEqualTo(second.pair().filestore().value());
        assertThat(shown.at("/storage/previous").size()).isEqualTo(1);
        assertThat(shown.at("/storage/previous/0/database").asText()).isEqualTo(first);
        assertThat(shown.at("/storage/previous/0/scheduledForDeletionAt").asText())
                .isEqualTo(second.previousDeleteAt().orElseThrow().toString());
        assertThat(shown.at("/operation/workflowId").asText()).startsWith("restore/e2e/holding");

        world.kubectl()
                .patch("odooinstance", "holding", "{\"status\":null}", "--subresource=status")
                .orThrow();
        assertThat(instanceStatus("holding").isMissingNode()).isTrue();
        refresh(erp);
        JsonNode found = instanceStatus("holding");
        assertThat(found.at("/storage")).isEqualTo(shown.at("/storage"));
        assertThat(found.at("/database/name")).isEqualTo(shown.at("/database/name"));
        assertThat(found.at("/database/initialRestorationComplete").asBoolean()).isTrue();

        restore("third", "holding", backup.key(), "PT0S");
        world.awaitText(RESTORE, "third", "/status/phase", "Completed", watcher);
        WatchedCluster.until(
                "the pair that was not kept is not shown any more",
                () -> Optional.of(instanceStatus("holding"))
                        .filter(status -> status.at("/storage/previous").size() == 1
                                && status.at("/storage/previous/0/database")
                                        .asText()
                                        .equals(first)
                                && status.at("/operation/workflowId").asText().startsWith("retention/")),
                watcher);
    }

    @Test
    void aFailureIsShownWithItsReasonAndWhatTheInstanceHas() {
        instance("failing");
        restore("failed", "failing", "none.zip", "P7D");
        JsonNode told = world.awaitText(RESTORE, "failed", "/status/phase", "Failed", watcher);
        assertThat(told.at("/status/message").asText()).contains("none.zip");
        assertThat(told.at("/status/conditions/0/status").asText()).isEqualTo("False");
        JsonNode status = instanceStatus("failing");
        assertThat(status.at("/storage/previous").isArray()).isTrue();
        assertThat(status.at("/storage/current").isMissingNode()).isTrue();
        assertThat(status.at("/database/restoreStatus").asText()).isEqualTo("Failed");
        assertThat(status.at("/database/initialRestorationComplete").isMissingNode())
                .isTrue();
    }

    private Watch watch(String name, List<String> seen) {
        return client.resources(OdooInstanceRestore.class)
                .inNamespace(world.namespace())
                .withName(name)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, OdooInstanceRestore resource) {
                        var status = resource.getStatus();
                        if (status != null && status.phase() != null) {
                            String phase =
                                    client.getKubernetesSerialization().convertValue(status.phase(), String.class);
                            seen.add(phase + " " + status.progress() + " " + status.message());
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    private InstanceRef instance(String name) {
        InstanceRef instance = new InstanceRef(world.namespace(), name);
        instances.add(instance, InstanceType.PRODUCTION, host.role);
        world.apply("production.yaml", name, "{'spec':{'initialSource':null}}");
        return instance;
    }

    private void restore(String name, String instance, String key, String retention) {
        world.apply(
                "restore.yaml",
                name,
                ("{'spec':{'scheduledTime':null,'targetInstance':'%s','retention':'%s',"
                                + "'source':{'s3':{'bucketName':'%s','objectKey':'%s','endpoint':'%s','region':null,'caSecretRef':null}}}}")
                        .formatted(
                                instance,
                                retention,
                                backup.bucket(),
                                key,
                                backup.endpoint().orElseThrow()));
    }

    private void refresh(InstanceRef instance) {
        WorkflowStub inventory = host.client()
                .newUntypedWorkflowStub(
                        "Inventory",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(host.queue)
                                .setWorkflowId("inventory/" + UUID.randomUUID())
                                .build());
        inventory.start(new Inventory.Request(Optional.of(instance), true));
        Inventory.Entry[] entries = inventory.getResult(Inventory.Entry[].class);
        assertThat(entries[0].problem()).isEmpty();
    }

    private JsonNode instanceStatus(String name) {
        return world.get("odooinstance", name).at("/status");
    }
}
