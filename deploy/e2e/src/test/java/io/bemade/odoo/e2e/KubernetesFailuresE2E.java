package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.kubernetes.KubernetesInstances;
import io.bemade.odoo.activities.kubernetes.Patience;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Operations that fail in a real cluster, at each of their steps in turn: claims, snapshots, Jobs, pods, secrets,
 * Deployments and the databases are then exactly what they were. Several instances are tried at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubernetesFailuresE2E {
    private static final int LANES = 3;
    private static final String FILESTORE = "size: 1Gi, storageClass: csi-dir, snapshotClass: csi-dir";

    private static final List<String> BUILDING = List.of(
            "AttachFilestore",
            "ProveDatabase",
            "ProveFilestore",
            "Neutralize",
            "VerifyNeutralized",
            "RenewIdentity",
            "OwnDatabase",
            "OwnFilestore",
            "DetachFilestore",
            "RequireFilestore",
            "IsInstanceServing",
            "StopInstance",
            "ShutDatabase",
            "OpenDatabase",
            "PointInstance",
            "StartInstance",
            "AwaitInstanceReady");

    private static final List<String> LOOKING =
            List.of("ClaimLock", "FenceInstance", "DescribeInstance", "CheckServer", "ListPairs");

    private static final List<String> RESTORE = Stream.of(
                    LOOKING,
                    List.of(
                            "InspectSource",
                            "CheckFilestoreRoom",
                            "CreateDatabase",
                            "CreateFilestore",
                            "LoadDatabase",
                            "LoadFilestore"),
                    BUILDING)
            .flatMap(List::stream)
            .toList();

    /** What a clone does otherwise than a restore, and the last that both do; all between is the same. */
    private static final List<String> CLONE = List.of(
            "PlanCopy",
            "CopyDatabase",
            "CreateFilestoreCopy",
            "AttachFilestore",
            "CopyFilestore",
            "ProveFilestore",
            "PointInstance",
            "AwaitInstanceReady");

    private final FailingSteps failing = new FailingSteps();
    private final String mine = "-" + ProcessHandle.current().pid();
    private final Lanes lanes = new Lanes(LANES);
    private ClusterHost cluster;
    private Cable api;
    private KubernetesClient workers;
    private Source backup;
    private final List<InstanceRef> restored = new ArrayList<>();
    private final List<InstanceRef> cloned = new ArrayList<>();
    private int count;

    @BeforeAll
    void serveAPairEach() throws Exception {
        cluster = new ClusterHost(RealStack.require(), "e2e-fail");
        api = new Cable(ClusterHost.BRIDGE, 16443);
        Config config = new ConfigBuilder(cluster.client.getConfiguration())
                .withMasterUrl("https://127.0.0.1:" + api.port())
                .withRequestRetryBackoffLimit(1)
                .build();
        workers = new KubernetesClientBuilder().withConfig(config).build();
        KubernetesInstances instances = new KubernetesInstances(workers, Set.of(cluster.namespace), Patience.DEFAULT);
        cluster.work(new NoOdoo(), instances, workers, List.of(failing));
        backup = cluster.uploadSample(2_000_000);
        InstanceRef production = cluster.instance("erp" + mine, InstanceType.PRODUCTION, FILESTORE);
        cluster.deploy(production);
        for (int lane = 0; lane < LANES; lane++) {
            restored.add(cluster.deploy(cluster.instance("restored" + lane + mine, InstanceType.STAGING, FILESTORE)));
            cloned.add(cluster.deploy(cluster.staging(
                    new InstanceRef(cluster.namespace, "cloned" + lane + mine), production, FILESTORE)));
        }
        each(Stream.concat(Stream.of(production), restored.stream()).toList(), this::restore);
        each(cloned, this::copy);
    }

    @AfterAll
    void stop() {
        lanes.close();
        if (cluster != null) {
            cluster.close();
            workers.close();
            api.close();
        }
    }

    @Test
    @Order(1)
    void whateverStepOfARestoreFailsNothingRemains() throws Exception {
        failAt(RESTORE, restored, this::restore);
        assertThat(RESTORE).as("steps that were tried").containsAll(steps(restore(restored.get(0), "none")));
    }

    @Test
    @Order(2)
    void whateverStepOfACloneFailsNothingRemains() throws Exception {
        failAt(CLONE, cloned, this::copy);
        Set<String> steps = steps(copy(cloned.get(0), "none"));
        assertThat(steps).containsAll(CLONE);
        assertThat(steps).as("steps that were tried, here or in a restore").isSubsetOf(both());
    }

    private static Set<String> both() {
        Set<String> both = new TreeSet<>(RESTORE);
        both.addAll(CLONE);
        return both;
    }

    /** As when its resource is deleted. */
    @Test
    @Order(3)
    void whatIsCancelledInTheMiddleIsUndone() throws Exception {
        List<String> before = everything();
        WorkflowStub restore = begin("Restore", restored.get(0), RestoreRequest.of(restored.get(0), backup), "none");
        awaitStep(restore, "AttachFilestore");
        restore.cancel();
        assertThatThrownBy(() -> Await.result(restore, RestoreResult.class)).hasCauseInstanceOf(CanceledFailure.class);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void anInstanceThatIsPointedElsewhereInTheMiddleIsNotSwitched() throws Exception {
        InstanceRef edited = restored.get(1);
        InstanceRef bare = cluster.deploy(new InstanceRef(cluster.namespace, "bare" + mine));
        List<String> before = everything();
        WorkflowStub restore = begin("Restore", edited, RestoreRequest.of(edited, backup), "none");
        awaitStep(restore, "AttachFilestore");
        runAs(edited, bare.name());
        try {
            assertThatThrownBy(() -> Await.result(restore, RestoreResult.class))
                    .isInstanceOf(WorkflowFailedException.class)
                    .hasStackTraceContaining("was changed by somebody else meanwhile");
        } finally {
            runAs(edited, edited.name());
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    @Order(5)
    void anApiServerThatIsGoneForAMinuteIsWaitedFor() throws Exception {
        InstanceRef patient = restored.get(2);
        WorkflowStub restore = begin("Restore", patient, RestoreRequest.of(patient, backup), "none");
        awaitStep(restore, "AttachFilestore");
        api.cut();
        TimeUnit.SECONDS.sleep(60);
        api.mend();
        RestoreResult result = Await.result(restore, RestoreResult.class);
        assertThat(result.warnings()).isEmpty();
        assertThat(cluster.client
                        .apps()
                        .deployments()
                        .inNamespace(cluster.namespace)
                        .withName(patient.name())
                        .require()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getArgs())
                .contains("--database=" + result.pair().database());
    }

    private interface Operation {
        /** @return its workflow id */
        String on(InstanceRef instance, String failing) throws Exception;
    }

    /** Each lane takes the next step that nobody has tried yet; what is left of any is seen at the end. */
    private void failAt(List<String> steps, List<InstanceRef> instances, Operation operation) throws Exception {
        List<String> before = everything();
        List<String> open = new ArrayList<>(steps);
        each(instances, instance -> {
            while (true) {
                String step;
                synchronized (open) {
                    if (open.isEmpty()) {
                        return;
                    }
                    step = open.remove(0);
                }
                assertThatThrownBy(() -> operation.on(instance, step))
                        .as(step)
                        .isInstanceOf(WorkflowFailedException.class)
                        .hasStackTraceContaining("injected into " + step);
            }
        });
        assertThat(everything()).isEqualTo(before);
    }

    private interface Work {
        void on(InstanceRef instance) throws Exception;
    }

    private void each(List<InstanceRef> instances, Work work) throws InterruptedException {
        Map<String, Lanes.Work> works = new LinkedHashMap<>();
        instances.forEach(instance -> works.put(instance.name(), () -> work.on(instance)));
        lanes.run(works);
    }

    private void restore(InstanceRef instance) throws Exception {
        restore(instance, "none");
    }

    private String restore(InstanceRef instance, String failingStep) throws Exception {
        WorkflowStub restore = begin("Restore", instance, RestoreRequest.of(instance, backup), failingStep);
        Await.result(restore, RestoreResult.class);
        return restore.getExecution().getWorkflowId();
    }

    private void copy(InstanceRef instance) throws Exception {
        copy(instance, "none");
    }

    private String copy(InstanceRef instance, String failingStep) throws Exception {
        WorkflowStub clone = begin("StagingClone", instance, CloneRequest.of(instance), failingStep);
        Await.result(clone, CloneResult.class);
        return clone.getExecution().getWorkflowId();
    }

    private WorkflowStub begin(String type, InstanceRef instance, Object request, String failingStep) {
        String id = type + "/" + instance + "/" + failingStep + "-" + number();
        failing.plan(id, failingStep);
        WorkflowStub stub = cluster.host
                .client()
                .newUntypedWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(cluster.host.queue)
                                .setWorkflowId(id)
                                .build());
        stub.start(request);
        return stub;
    }

    private synchronized int number() {
        count++;
        return count;
    }

    private void awaitStep(WorkflowStub operation, String step) {
        Await.until(
                step, () -> scheduled(operation.getExecution().getWorkflowId()).contains(step));
    }

    /** Up to the point of no return. */
    private Set<String> steps(String workflowId) {
        Set<String> steps = new LinkedHashSet<>();
        for (String step : scheduled(workflowId)) {
            if (step.equals("MarkCurrent")) {
                return steps;
            }
            steps.add(step);
        }
        throw new AssertionError(steps);
    }

    private List<String> scheduled(String workflowId) {
        return cluster.host.client().fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.hasActivityTaskScheduledEventAttributes())
                .map(event -> event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName())
                .toList();
    }

    /** Of the namespace and of the server, all that an operation makes or changes, but for tickets. */
    private List<String> everything() {
        List<String> all = new ArrayList<>();
        all.addAll(named(
                "claim",
                of -> of.persistentVolumeClaims()
                        .inNamespace(cluster.namespace)
                        .list()
                        .getItems()));
        all.addAll(named(
                "job",
                of -> of.batch()
                        .v1()
                        .jobs()
                        .inNamespace(cluster.namespace)
                        .list()
                        .getItems()));
        all.addAll(named(
                "pod of ours",
                of -> of.pods()
                        .inNamespace(cluster.namespace)
                        .withLabel("app.kubernetes.io/managed-by", "odoo-orchestrator")
                        .list()
                        .getItems()));
        all.addAll(named(
                "secret",
                of -> of.secrets().inNamespace(cluster.namespace).list().getItems()));
        cluster.snapshots()
                .forEach(one -> all.add("snapshot " + one.getMetadata().getName()));
        cluster.client
                .apps()
                .deployments()
                .inNamespace(cluster.namespace)
                .list()
                .getItems()
                .forEach(one -> all.add("deployment " + one.getMetadata().getName() + " "
                        + cluster.client.getKubernetesSerialization().asJson(one.getSpec())));
        all.addAll(cluster.host.query(
                "postgres",
                "SELECT 'database ' || datname || ' ' || datallowconn || ' '"
                        + " || coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname LIKE '%"
                        + mine + ".e2e.test-%' ORDER BY 1"));
        all.addAll(cluster.host.query(
                "postgres",
                "SELECT 'role ' || rolname FROM pg_roles WHERE rolname LIKE 'odooctl%'"
                        + " AND shobj_description(oid, 'pg_authid') LIKE '%\"" + cluster.namespace + "/%' ORDER BY 1"));
        return all;
    }

    private Set<String> named(String kind, Function<KubernetesClient, List<? extends HasMetadata>> list) {
        Set<String> names = new TreeSet<>();
        list.apply(cluster.client).stream()
                .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
                .forEach(one -> names.add(kind + " " + one.getMetadata().getName()));
        return names;
    }

    private void runAs(InstanceRef instance, String deployment) {
        cluster.client
                .resources(OdooInstance.class)
                .inNamespace(instance.namespace())
                .withName(instance.name())
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"deploymentRef\":{\"name\":\"" + deployment + "\"}}}");
    }
}
