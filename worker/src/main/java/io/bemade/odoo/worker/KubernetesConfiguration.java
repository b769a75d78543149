package io.bemade.odoo.worker;

import io.bemade.odoo.activities.kubernetes.VolumeWorkerSettings;
import io.bemade.odoo.worker.Environment.Variable;
import io.bemade.odoo.workflows.model.Namespaces;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a worker must know on Kubernetes, from the environment. How the API server is reached is Kubernetes' own affair
 * ({@code KUBECONFIG}, or the pod's service account).
 *
 * @param servers file of the PostgreSQL servers
 * @param namespaces whose instances are looked after; empty = the whole cluster
 */
record KubernetesConfiguration(Path servers, Set<String> namespaces, VolumeWorkerSettings volumes) {
    static final List<Variable> VARIABLES = List.of(
            new Variable(
                    "ODOOCTL_SERVERS",
                    "/etc/odooctl/servers.yaml",
                    "File of the PostgreSQL servers: `servers`, as in a host's `instances.yaml`."),
            new Variable(
                    "ODOOCTL_NAMESPACES",
                    Variable.NONE,
                    "Namespaces whose instances are looked after, separated by commas; empty = all, which needs a cluster"
                            + " role."),
            new Variable(
                    "ODOOCTL_IMAGE",
                    Variable.REQUIRED,
                    "Image of the workers inside volumes: this worker's own image."),
            new Variable("ODOOCTL_IMAGE_PULL_POLICY", "IfNotPresent", "`IfNotPresent`, `Always` or `Never`."),
            new Variable(
                    "ODOOCTL_IMAGE_PULL_SECRETS",
                    Variable.NONE,
                    "Secrets to pull it with, in the instances' namespaces, separated by commas."),
            new Variable(
                    "ODOOCTL_VOLUME_USER",
                    "100:101",
                    "uid:gid that files are written as, where the instance's Deployment says none: those of Odoo's official"
                            + " image."),
            new Variable(
                    "ODOOCTL_VOLUME_REQUESTS",
                    "cpu=100m,memory=256Mi",
                    "What a worker inside a volume asks of its node."),
            new Variable("ODOOCTL_VOLUME_LIMITS", "memory=768Mi", "What it may take."),
            new Variable(
                    "ODOOCTL_VOLUME_SECRET",
                    Variable.NONE,
                    "Secret in the instances' namespaces whose values become its variables, such as `TEMPORAL_API_KEY`."),
            new Variable(
                    "ODOOCTL_VOLUME_PATIENCE",
                    "PT5M",
                    "How long it, or an Odoo command, may take until it runs: image, volume and room on a node."));

    /** Given on to workers inside volumes. What can be read in a pod is no secret: see the volume's secret. */
    private static final List<String> GIVEN_ON = List.of(
            "TEMPORAL_ADDRESS",
            "TEMPORAL_NAMESPACE",
            "TEMPORAL_TLS",
            "TEMPORAL_TLS_SERVER_NAME",
            WorkerConfiguration.S3_CONNECTIONS.name(),
            WorkerConfiguration.S3_MAX_RATE.name());

    private static final Set<String> PULL_POLICIES = Set.of("IfNotPresent", "Always", "Never");
    private static final Duration LONGEST = Duration.ofDays(3);

    KubernetesConfiguration {
        namespaces = Set.copyOf(namespaces);
    }

    static KubernetesConfiguration of(Environment reader, Map<String, String> environment) {
        return new KubernetesConfiguration(
                Path.of(reader.text("ODOOCTL_SERVERS")),
                reader.<Set<String>>parsed(
                        "ODOOCTL_NAMESPACES", Namespaces::of, "a list of namespaces, separated by commas", Set.of()),
                volumes(reader, environment));
    }

    private static VolumeWorkerSettings volumes(Environment reader, Map<String, String> environment) {
        long[] user = reader.parsed("ODOOCTL_VOLUME_USER", KubernetesConfiguration::user, "uid:gid", new long[2]);
        return new VolumeWorkerSettings(
                reader.text("ODOOCTL_IMAGE"),
                reader.parsed(
                        "ODOOCTL_IMAGE_PULL_POLICY",
                        KubernetesConfiguration::pullPolicy,
                        "IfNotPresent, Always or Never",
                        ""),
                names(reader.text("ODOOCTL_IMAGE_PULL_SECRETS")),
                user[0],
                user[1],
                GIVEN_ON.stream()
                        .filter(environment::containsKey)
                        .collect(Collectors.toMap(name -> name, environment::get)),
                Optional.of(reader.text("ODOOCTL_VOLUME_SECRET")).filter(name -> !name.isEmpty()),
                resources(reader, "ODOOCTL_VOLUME_REQUESTS"),
                resources(reader, "ODOOCTL_VOLUME_LIMITS"),
                reader.parsed(
                        "ODOOCTL_VOLUME_PATIENCE",
                        KubernetesConfiguration::patience,
                        "a duration from PT5S to PT1H",
                        Duration.ZERO),
                LONGEST);
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String pullPolicy(String text) {
        if (!PULL_POLICIES.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static long[] user(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(text);
        }
        return new long[] {Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(parts[1])};
    }

    private static Map<String, String> resources(Environment reader, String variable) {
        return reader.parsed(variable, KubernetesConfiguration::resources, "a list such as cpu=1,memory=1Gi", Map.of());
    }

    private static Map<String, String> resources(String text) {
        Map<String, String> amounts = new LinkedHashMap<>();
        for (String one : names(text)) {
            String[] parts = one.split("=", -1);
            Quantity.getAmountInBytes(Quantity.parse(parts[1]));
            amounts.put(parts[0], parts[1]);
        }
        return amounts;
    }

    private static Duration patience(String text) {
        Duration patience = Duration.parse(text);
        if (patience.compareTo(Duration.ofSeconds(5)) < 0 || patience.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return patience;
    }
}
