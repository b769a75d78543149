package io.bemade.odoo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.workflows.model.Json;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A namespace of the real cluster, a task queue of the real Temporal, and the watchers between them. */
record WatchedCluster(Kubectl kubectl, WorkflowClient temporal, String address, String queue, Path directory)
        implements AutoCloseable {
    private static final Path SAMPLES = Path.of("../samples");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes the namespace {@code e2e-watch-PROCESS-name}. */
    static WatchedCluster create(RealStack stack, String name) {
        String address = stack.temporal().getOrDefault("TEMPORAL_ADDRESS", "");
        Kubectl kubectl =
                Kubectl.of(stack, "e2e-watch-" + ProcessHandle.current().pid() + "-" + name);
        kubectl.define();
        kubectl.run("create", "namespace", kubectl.namespace()).orThrow();
        WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        WorkflowClient client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Json.dataConverter())
                        .build());
        try {
            return new WatchedCluster(kubectl, client, address, kubectl.namespace(), stack.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String namespace() {
        return kubectl.namespace();
    }

    /** A watcher of this namespace that has seen what is there. */
    WatcherDaemon watcher() {
        WatcherDaemon watcher = watcher(Map.of());
        until("the watcher is ready", () -> watcher.ready() ? Optional.of(true) : Optional.empty(), watcher);
        return watcher;
    }

    WatcherDaemon watcher(Map<String, String> environment, String... jvmOptions) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "KUBECONFIG",
                kubectl.kubeconfig().toString(),
                "TEMPORAL_ADDRESS",
                address,
                "ODOOCTL_TASK_QUEUE",
                queue,
                "ODOOCTL_NAMESPACES",
                namespace(),
                "ODOOCTL_WATCH_RESYNC",
                "PT1S"));
        all.putAll(environment);
        return WatcherDaemon.start(directory, all, jvmOptions);
    }

    /** A sample under another name, changed as a JSON merge patch changes it; quotes may be single ones. */
    void apply(String sample, String name, String change) {
        kubectl.apply(changed(sample, name, change)).orThrow();
    }

    static ObjectNode changed(String sample, String name, String change) {
        try {
            ObjectNode resource = YAML.unmarshal(Files.readString(SAMPLES.resolve(sample)), ObjectNode.class);
            resource.withObject("/metadata").put("name", name);
            merge(resource, (ObjectNode) JSON.readTree(change.replace('\'', '"')));
            return resource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode get(String kind, String name) {
        return kubectl.get(kind, name);
    }

    /** Waits for a text at a place such as {@code /status/phase}. */
    JsonNode awaitText(String kind, String name, String at, String text, WatcherDaemon... blamed) {
        return until(
                kind + " " + name + " has " + text + " at " + at,
                () -> Optional.of(get(kind, name))
                        .filter(found -> found.at(at).asText().equals(text)),
                blamed);
    }

    void awaitGone(String kind, String name, WatcherDaemon... blamed) {
        until(
                kind + " " + name + " is gone",
                () -> Optional.of(get(kind, name)).filter(JsonNode::isMissingNode),
                blamed);
    }

    String uid(String kind, String name) {
        return get(kind, name).at("/metadata/uid").asText();
    }

    Optional<WorkflowExecutionDescription> workflow(String id) {
        try {
            return Optional.of(temporal.newUntypedWorkflowStub(id).describe());
        } catch (WorkflowNotFoundException e) {
            return Optional.empty();
        }
    }

    WorkflowExecutionDescription awaitWorkflow(String id, WatcherDaemon... blamed) {
        return until("workflow " + id + " is there", () -> workflow(id), blamed);
    }

    /** Types of the events of a workflow's newest run, in order, such as {@code WORKFLOW_EXECUTION_STARTED}. */
    List<String> events(String id) {
        return temporal.streamHistory(id)
                .map(event -> event.getEventType().name().replace("EVENT_TYPE_", ""))
                .toList();
    }

    JsonNode input(String id) {
        return Json.dataConverter()
                .fromPayloads(
                        0,
                        Optional.of(temporal.streamHistory(id)
                                .findFirst()
                                .orElseThrow()
                                .getWorkflowExecutionStartedEventAttributes()
                                .getInput()),
                        JsonNode.class,
                        JsonNode.class);
    }

    /** Waits for what must come; who is to blame for its absence shows its log. */
    static <T> T until(String what, Supplier<Optional<T>> look, WatcherDaemon... blamed) {
        return Await.found(
                () -> {
                    StringBuilder logs = new StringBuilder(what);
                    for (WatcherDaemon each : blamed) {
                        logs.append("\n--- log\n")
                                .append(each.log())
                                .append("--- readyz: ")
                                .append(each.get("/readyz"));
                    }
                    return logs.toString();
                },
                Await.LONGEST,
                Duration.ofMillis(100),
                look);
    }

    @Override
    public void close() {
        kubectl.deleteNamespace();
        temporal.getWorkflowServiceStubs().shutdownNow();
    }

    private static void merge(ObjectNode target, ObjectNode change) {
        change.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                target.remove(field.getKey());
            } else if (field.getValue() instanceof ObjectNode deeper) {
                merge(target.withObject("/" + field.getKey()), deeper);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }
}
