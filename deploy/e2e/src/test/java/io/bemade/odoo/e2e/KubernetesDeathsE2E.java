package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * kill -9 for worker and watcher at the beginning of each phase of a restore in a real cluster: at the moment when Temporal
 * gives the phase's first step out. A step that a worker took along is missed after 30 s, so that several restores die at
 * once, each with a worker, a task queue and a line to Temporal of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesDeathsE2E {
    private static final int LANES = 5;
    private static final String FILESTORE = "size: 1Gi, storageClass: csi-dir";
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    /** The step that each phase of a restore begins with, or the first that is not also in another phase. */
    private static final Map<Phase, String> STEPS = new EnumMap<>(Map.of(
            Phase.WAITING, "ClaimLock",
            Phase.DESCRIBING, "FenceInstance",
            Phase.CREATING, "CreateDatabase",
            Phase.LOADING, "LoadDatabase",
            Phase.PROVING, "ProveDatabase",
            Phase.NEUTRALIZING, "Neutralize",
            Phase.OWNING, "OwnDatabase",
            Phase.SWITCHING, "StopInstance",
            Phase.RETIRING, "MarkCurrent"));

    private final Lanes lanes = new Lanes(LANES);
    private ClusterHost cluster;
    private Kubectl kubectl;
    private Source backup;

    @BeforeAll
    void begin() throws Exception {
        cluster = new ClusterHost(RealStack.require(), "e2e-deaths");
        kubectl = Kubectl.of(cluster.host.real, cluster.namespace);
        backup = cluster.uploadSample(2_000_000);
    }

    @AfterAll
    void stop() {
        lanes.close();
        if (cluster != null) {
            kubectl.deleteNamespace();
            cluster.close();
        }
    }

    @Test
    void noPhaseOfARestoreIsForgotten() {
        assertThat(STEPS.keySet())
                .isEqualTo(EnumSet.complementOf(EnumSet.of(
                        Phase.SCHEDULED, Phase.COPYING, Phase.DELETING, Phase.UNDOING, Phase.COMPLETED, Phase.FAILED)));
    }

    @Test
    void aRestoreCompletesInWhateverPhaseItsWorkerIsKilled() throws Exception {
        Set<String> struck = new ConcurrentSkipListSet<>();
        Map<String, Lanes.Work> works = new LinkedHashMap<>();
        List<String> steps = List.copyOf(STEPS.values());
        for (int lane = 0; lane < LANES; lane++) {
            int first = lane;
            List<String> mine = Stream.iterate(first, at -> at < steps.size(), at -> at + LANES)
                    .map(steps::get)
                    .toList();
            Lane its = new Lane("worker-" + first);
            WorkflowStub restore = its.restore();
            works.put(mine.toString(), () -> struck.addAll(finishWhileWorkersDie(its, restore, mine)));
        }
        lanes.run(works);
        assertThat(struck).as("steps that died with their worker").containsAll(steps);
    }

    /** @return steps of the restore that had to be given to another worker */
    private Set<String> finishWhileWorkersDie(Lane lane, WorkflowStub restore, List<String> steps) throws Exception {
        try (lane) {
            for (String step : steps) {
                lane.temporal.onAnswer(step, () -> lane.worker().kill());
                lane.start();
                Await.until(
                        lane.instance + " dies in " + step, () -> !lane.worker().alive());
            }
            lane.start();
            RestoreResult result = Await.result(restore, RestoreResult.class);
            assertThat(result.warnings()).isEmpty();
            assertThat(result.neutralizedBy()).contains("odoo");
            lane.serves(
                    result.pair().database().value(), result.pair().filestore().value());
            return struck(restore.getExecution().getWorkflowId());
        }
    }

    private Set<String> struck(String workflowId) {
        Map<Long, String> steps = new HashMap<>();
        Set<String> struck = new TreeSet<>();
        for (HistoryEvent event : cluster.host.client().fetchHistory(workflowId).getEvents()) {
            if (event.hasActivityTaskScheduledEventAttributes()) {
                steps.put(
                        event.getEventId(),
                        event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName());
            }
            var started = event.getActivityTaskStartedEventAttributes();
            if (started.getAttempt() > 1) {
                struck.add(steps.getOrDefault(started.getScheduledEventId(), "?"));
            }
        }
        return struck;
    }

    /** The worker gets each step only when the watcher is dead. */
    @Test
    void aRestoreCompletesInWhateverPhaseItsWatcherIsKilled() throws Exception {
        try (Lane lane = new Lane("watched");
                Watchers watchers = new Watchers(lane)) {
            List<String> killedIn = new CopyOnWriteArrayList<>();
            watchers.killAt(new ArrayList<>(STEPS.values()), killedIn);
            lane.start();
            kubectl.apply(resource()).orThrow();
            for (int steps = 1; steps <= STEPS.size(); steps++) {
                int all = steps;
                Await.until("watcher " + all + " was killed", () -> killedIn.size() >= all);
            }
            Await.until("its end is told, and nobody holds it", () -> {
                JsonNode restore = kubectl.get("odoorestore", "watched");
                return !restore.at("/status/completionTime").asText().isEmpty()
                        && restore.at("/metadata/finalizers").isMissingNode();
            });
            JsonNode restore = kubectl.get("odoorestore", "watched");
            assertThat(restore.at("/status/phase").asText()).as("%s", restore).isEqualTo("Completed");
            assertThat(killedIn).containsExactlyElementsOf(STEPS.values());
            JsonNode current = kubectl.get("odooinstance", "watched").at("/status/storage/current");
            lane.serves(
                    current.at("/database").asText(), current.at("/filestore").asText());
            assertThat(cluster.host
                            .client()
                            .listExecutions("WorkflowType = 'Restore' AND TaskQueue = '" + lane.queue + "'"))
                    .as("restores that were started")
                    .hasSize(1);
        }
    }

    private JsonNode resource() throws IOException {
        Source.S3 s3 = (Source.S3) backup;
        return new ObjectMapper()
                .readTree("""
                {"apiVersion": "bemade.io/v1", "kind": "OdooInstanceRestore", "metadata": {"name": "watched"}, "spec":
                 {"targetInstance": "watched", "source": {"type": "s3", "s3": {"bucketName": "%s", "objectKey": "%s",
                  "endpoint": "%s", "secretRef": {"name": "s3-credentials"}}}}}
                """.formatted(s3.bucket(), s3.key(), s3.endpoint().orElseThrow()));
    }

    /** One watcher after another. */
    private final class Watchers implements AutoCloseable {
        private final Lane lane;
        private WatcherDaemon watcher;

        Watchers(Lane lane) {
            this.lane = lane;
            this.watcher = start();
        }

        private WatcherDaemon start() {
            return WatcherDaemon.start(
                    lane.directory,
                    Map.of(
                            "KUBECONFIG",
                            kubectl.kubeconfig().toString(),
                            "TEMPORAL_ADDRESS",
                            ClusterHost.BRIDGE + ":" + cluster.temporal.port(),
                            "ODOOCTL_TASK_QUEUE",
                            lane.queue,
                            "ODOOCTL_NAMESPACES",
                            cluster.namespace,
                            "ODOOCTL_WATCH_RESYNC",
                            "PT1S"));
        }

        /** @param killedIn the steps in which one that worked was killed */
        void killAt(List<String> steps, List<String> killedIn) {
            String step = steps.remove(0);
            lane.temporal.onAnswer(step, () -> {
                try {
                    Await.until("the watcher works", () -> watcher.ready());
                    watcher.kill();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                killedIn.add(step);
                watcher = start();
                if (!steps.isEmpty()) {
                    killAt(steps, killedIn);
                }
            });
        }

        @Override
        public void close() {
            watcher.close();
        }
    }

    /** A staging, and what works for it alone. */
    private final class Lane implements AutoCloseable {
        private final InstanceRef instance;
        private final String queue;
        private final Path directory;
        private final TripwireProxy temporal;
        private final List<WorkerProcess> workers = new ArrayList<>();

        Lane(String name) throws Exception {
            instance = cluster.deploy(cluster.instance(name, InstanceType.STAGING, FILESTORE, cluster.image));
            queue = cluster.host.queue + "-" + name;
            directory = cluster.host.real.directory();
            temporal = ClusterHost.onBridge(
                    ClusterHost.port("http://" + cluster.host.real.temporal().getOrDefault("TEMPORAL_ADDRESS", "")));
            Files.writeString(
                    directory.resolve("servers.yaml"),
                    "servers: {main: {host: %s, port: %d, secretRef: postgres-main}}"
                            .formatted(ClusterHost.BRIDGE, cluster.postgres.port()));
        }

        void start() {
            Map<String, String> environment = new TreeMap<>(cluster.host.workerEnvironment());
            environment.put("KUBECONFIG", kubectl.kubeconfig().toString());
            environment.put("TEMPORAL_ADDRESS", ClusterHost.BRIDGE + ":" + temporal.port());
            environment.put("ODOOCTL_TASK_QUEUE", queue);
            environment.put("ODOOCTL_PLATFORM", "kubernetes");
            environment.put("ODOOCTL_NAMESPACES", cluster.namespace);
            environment.put("ODOOCTL_SERVERS", directory.resolve("servers.yaml").toString());
            environment.put("ODOOCTL_IMAGE", cluster.image);
            workers.add(WorkerProcess.start(directory, environment, QUICK));
        }

        WorkerProcess worker() {
            return workers.get(workers.size() - 1);
        }

        WorkflowStub restore() {
            WorkflowStub restore = cluster.host
                    .client()
                    .newUntypedWorkflowStub(
                            "Restore",
                            WorkflowOptions.newBuilder()
                                    .setTaskQueue(queue)
                                    .setWorkflowId("restore/" + instance + "/deaths")
                                    .build());
            restore.start(RestoreRequest.of(instance, backup));
            return restore;
        }

        /** This pair and nothing else, of this instance, is in the cluster and on the server. */
        void serves(String database, String filestore) {
            JsonNode deployment = kubectl.get("deployment", instance.name());
            assertThat(deployment.at("/status/readyReplicas").asInt()).isEqualTo(1);
            assertThat(deployment.at("/spec/template/spec/containers/0/args").toString())
                    .contains("--database=" + database);
            assertThat(cluster.host.query(
                            "postgres",
                            "SELECT datname FROM pg_database WHERE datname LIKE '" + instance.name() + ".%'"))
                    .containsExactly(database);
            assertThat(cluster.host.query(
                            "postgres",
                            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'odooctl%' AND"
                                    + " shobj_description(oid, 'pg_authid') LIKE '%\"" + instance + "\"%'"))
                    .isEmpty();
            assertThat(ours("persistentvolumeclaims")).containsExactly(filestore);
            assertThat(ours("jobs,secrets,volumesnapshots")).isEmpty();
            Await.until("no pod is left", () -> ours("pods").isEmpty());
        }

        private List<String> ours(String kinds) {
            return kubectl.run(
                            "get",
                            kinds,
                            "--selector",
                            "bemade.io/product=odoo-orchestrator,bemade.io/instance=" + instance.name(),
                            "--output",
                            "jsonpath={range .items[*]}{.metadata.name}{'\\n'}{end}")
                    .orThrow()
                    .lines()
                    .toList();
        }

        @Override
        public void close() {
            workers.forEach(WorkerProcess::kill);
            temporal.close();
        }
    }
}
