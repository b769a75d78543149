package io.bemade.odoo.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A namespace of the real cluster as its owners have it: both charts installed, our image, a real Odoo's image, and nothing
 * of this process at work. Servers of this machine are reached through proxies on the cluster's bridge.
 */
final class OrchestratedCluster implements AutoCloseable {
    static final String MARKER = "marker-of-a-secret";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RELEASE = "rel";

    final E2eHost host;
    final Kubectl kubectl;
    final TripwireProxy postgres;
    final TripwireProxy temporal;
    final TripwireProxy s3;

    private final Helm helm;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private OrchestratedCluster(RealStack real, String name) {
        Path image = ClusterHost.imageFile();
        real.image(image);
        real.image(real.odooImage());
        host = new E2eHost(real, 18);
        kubectl = Kubectl.of(real, name + "-" + ProcessHandle.current().pid());
        helm = Helm.require(kubectl);
        postgres = ClusterHost.onBridge(host.realPort());
        s3 = ClusterHost.onBridge(ClusterHost.port(real.s3().getOrDefault("S3_ENDPOINT", "")));
        temporal = ClusterHost.onBridge(
                ClusterHost.port("http://" + real.temporal().getOrDefault("TEMPORAL_ADDRESS", "")));
        kubectl.define();
        makeNamespace(kubectl);
        host.sql("postgres", "ALTER ROLE " + host.role + " PASSWORD '" + MARKER + "'");
        secret(kubectl, "postgres-main", "username=admin", "password=admin");
        secret(kubectl, "odoo-role", "username=" + host.role, "password=" + MARKER);
        secret(
                kubectl,
                "s3-credentials",
                "access-key=" + real.s3().getOrDefault("S3_ACCESS_KEY", ""),
                "secret-key=" + real.s3().getOrDefault("S3_SECRET_KEY", ""));
        String ours = ClusterHost.imageName(image);
        int colon = ours.lastIndexOf(':');
        install(
                kubectl,
                RELEASE,
                "odoo-orchestrator",
                "image.repository=" + ours.substring(0, colon),
                "image.tag=" + ours.substring(colon + 1),
                "temporal.address=" + ClusterHost.BRIDGE + ":" + temporal.port(),
                "temporal.taskQueue=" + host.queue,
                "postgresql.servers.main.host=" + ClusterHost.BRIDGE,
                "postgresql.servers.main.port=" + postgres.port(),
                "postgresql.servers.main.secretRef=postgres-main",
                "worker.replicas=1",
                "watcher.replicas=1",
                "watcher.resync=PT2S");
    }

    /** Both of our pods work. */
    static OrchestratedCluster create(RealStack real, String name) throws InterruptedException {
        OrchestratedCluster cluster = new OrchestratedCluster(real, name);
        try {
            cluster.awaitRollout();
            return cluster;
        } catch (RuntimeException e) {
            e.addSuppressed(new AssertionError(cluster.logs()));
            cluster.close();
            throw e;
        }
    }

    private void awaitRollout() {
        kubectl.run("rollout", "status", "deployment", "-l", "app.kubernetes.io/instance=" + RELEASE, Kubectl.PATIENTLY)
                .orThrow();
    }

    String namespace() {
        return kubectl.namespace();
    }

    /**
     * From now on the rights are in the whole cluster, with clones across namespaces. One more namespace is looked after, and
     * no other: there are resources of other tests.
     *
     * @return the other namespace
     */
    Kubectl widen() {
        Kubectl other = new Kubectl(kubectl.program(), kubectl.kubeconfig(), namespace() + "-other");
        makeNamespace(other);
        helm.run(
                        List.of(
                                "upgrade",
                                RELEASE,
                                "../helm/odoo-orchestrator",
                                "--namespace",
                                namespace(),
                                "--reuse-values"),
                        "scope.mode=cluster",
                        "scope.clonesAcrossNamespaces=true",
                        "scope.namespaces={" + namespace() + "," + other.namespace() + "}")
                .orThrow();
        awaitRollout();
        return other;
    }

    private static void makeNamespace(Kubectl made) {
        made.run("create", "namespace", made.namespace()).orThrow();
        made.run("label", "namespace", made.namespace(), "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
    }

    private static void secret(Kubectl in, String name, String... values) {
        List<String> arguments = new ArrayList<>(List.of("create", "secret", "generic", name));
        for (String value : values) {
            arguments.add("--from-literal=" + value);
        }
        in.run(arguments.toArray(String[]::new)).orThrow();
    }

    private void install(Kubectl in, String release, String chart, String... values) {
        helm.run(List.of("install", release, "../helm/" + chart, "--namespace", in.namespace()), values)
                .orThrow();
    }

    /** A database role of an instance's own, and the secret {@code <name>-role} with its login. */
    String role(String name) {
        return role(kubectl, name);
    }

    String role(Kubectl in, String name) {
        String role = host.role + "_" + name;
        host.sql("postgres", "CREATE ROLE " + role + " LOGIN PASSWORD '" + MARKER + "'");
        host.sql("postgres", "GRANT " + role + " TO admin");
        secret(in, name + "-role", "username=" + role, "password=" + MARKER);
        return role;
    }

    String s3Secret() {
        return host.real.s3().getOrDefault("S3_SECRET_KEY", "");
    }

    /** All that Temporal knows of this installation's workflows, as JSON. */
    String histories() {
        StringBuilder all = new StringBuilder();
        host.client()
                .listExecutions("TaskQueue = '" + host.queue + "'")
                .forEach(run -> all.append(host.client()
                        .fetchHistory(run.getExecution().getWorkflowId())
                        .toJson(false)));
        return all.toString();
    }

    /** An Odoo without data, by its chart. */
    void addOdoo(String name, String type, String... values) {
        addOdoo(kubectl, name, type, values);
    }

    void addOdoo(Kubectl in, String name, String type, String... values) {
        List<String> all = new ArrayList<>(List.of(
                "image=odoo:19.0",
                "fqdns={" + name + ".e2e.test}",
                "instanceType=" + type,
                "database.host=" + ClusterHost.BRIDGE,
                "database.port=" + postgres.port(),
                "database.roleSecretRef=odoo-role",
                "filestore.size=1Gi"));
        all.addAll(List.of(values));
        install(in, name, "odoo", all.toArray(String[]::new));
    }

    /** As pods reach it. */
    Source.S3 upload(String key, Path file) {
        Source.S3 uploaded = host.upload(key, file);
        return new Source.S3(
                uploaded.bucket(),
                uploaded.key(),
                uploaded.secretRef(),
                Optional.of("http://" + ClusterHost.BRIDGE + ":" + s3.port()),
                uploaded.region(),
                uploaded.pathStyle(),
                uploaded.caSecretRef());
    }

    /** A resource of ours, its specification as JSON, where quotes may be single ones. */
    void apply(String kind, String name, String spec) {
        try {
            JsonNode resource =
                    JSON.readTree("{'apiVersion': 'bemade.io/v1', 'kind': '%s', 'metadata': {'name': '%s'}, 'spec': %s}"
                            .formatted(kind, name, spec)
                            .replace('\'', '"'));
            kubectl.apply(resource).orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restore(String name, String instance, Source.S3 source, String more) {
        apply(
                "OdooInstanceRestore",
                name,
                "{'targetInstance': '%s', 'source': {'type': 's3', 's3': {'bucketName': '%s', 'objectKey': '%s', 'endpoint':"
                                .formatted(instance, source.bucket(), source.key())
                        + " '%s', 'secretRef': {'name': 's3-credentials'}}}%s}"
                                .formatted(source.endpoint().orElseThrow(), more));
    }

    JsonNode get(String kind, String name) {
        return kubectl.get(kind, name);
    }

    /** Waits until an operation has ended; anything but the given end is told with all there is to know. */
    JsonNode awaitEnd(String kind, String name, String phase) {
        JsonNode ended = await(
                kind,
                name,
                resource -> !resource.at("/status/completionTime").asText().isEmpty());
        if (!ended.at("/status/phase").asText().equals(phase)) {
            throw new AssertionError(kind + " " + name + " is not " + phase + ": " + ended.path("status") + logs());
        }
        return ended;
    }

    JsonNode await(String kind, String name, Predicate<JsonNode> there) {
        return await(kubectl, kind, name, there);
    }

    JsonNode await(Kubectl in, String kind, String name, Predicate<JsonNode> there) {
        return Await.found(
                () -> kind + " " + name + " is as it should be: "
                        + in.get(kind, name).path("status") + logs(),
                Await.LONGEST,
                Duration.ofMillis(300),
                () -> Optional.of(in.get(kind, name)).filter(there));
    }

    /** What a person would look at. */
    String logs() {
        return "\n--- pods\n" + kubectl.run("get", "pods,pvc,jobs").out()
                + "\n--- worker\n"
                + kubectl.run("logs", "-l", "app.kubernetes.io/component=worker", "--tail=60")
                        .out()
                + "\n--- watcher\n"
                + kubectl.run("logs", "-l", "app.kubernetes.io/component=watcher", "--tail=20")
                        .out()
                + "\n--- events\n"
                + kubectl.run("get", "events", "--sort-by=.lastTimestamp").out();
    }

    /** The address of an instance's service. */
    String address(String instance) {
        return "http://" + get("service", instance).at("/spec/clusterIP").asText();
    }

    Optional<HttpResponse<String>> ask(String url) {
        return ask(HttpRequest.newBuilder(URI.create(url)));
    }

    Optional<HttpResponse<String>> ask(HttpRequest.Builder request) {
        try {
            return Optional.of(
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Databases of this namespace's instances, by their mark. */
    List<String> databases() {
        return host.query(
                "postgres",
                "SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') LIKE '%\"" + namespace()
                        + "/%' ORDER BY 1");
    }

    List<String> claims() {
        return kubectl.run("get", "pvc", "-o", "name").out().lines().sorted().toList();
    }

    @Override
    public void close() {
        helm.run(List.of("uninstall", RELEASE, "--namespace", namespace())); // some of it may be the cluster's
        kubectl.deleteNamespace();
        postgres.close();
        s3.close();
        temporal.close();
        host.close();
    }
}
