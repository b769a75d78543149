package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The charts: their checks, what they render, and what a real API server makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelmE2E {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final String[] ORCHESTRATOR = {
        "image.repository=localhost/odooctl",
        "image.tag=v1",
        "temporal.address=temporal.example.com:7233",
        "temporal.tls.enabled=true",
        "temporal.tls.secretRef=temporal-tls",
        "temporal.tls.clientCertificate=true",
        "temporal.apiKeySecretRef.name=temporal-key",
        "postgresql.servers.main.host=db.example.com",
        "postgresql.servers.main.secretRef=postgres-main",
        "postgresql.servers.main.sslMode=verify-full",
        "postgresql.servers.main.caSecretRef=postgres-main"
    };
    private static final String[] ODOO = {
        "image=localhost/odoo:19",
        "fqdns={erp.example.com,www.example.com}",
        "database.host=db",
        "database.roleSecretRef=erp-database",
        "ingress.enabled=true"
    };

    private WatchedCluster world;
    private Helm helm;

    @BeforeAll
    void makeANamespaceWhereOnlyHarmlessPodsMayRun() {
        RealStack stack = RealStack.require();
        Kubectl kubectl = Kubectl.of(stack, "default");
        helm = Helm.require(kubectl);
        world = WatchedCluster.create(stack, "helm");
        helm = new Helm(helm.program(), world.kubectl());
        world.kubectl()
                .run(
                        "label",
                        "namespace",
                        world.namespace(),
                        "pod-security.kubernetes.io/warn=restricted",
                        "pod-security.kubernetes.io/enforce=restricted")
                .orThrow();
    }

    @AfterAll
    void removeIt() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void theChartsHaveNoFaultThatHelmKnows() {
        List<String> options = List.of("--strict", "--kube-version", "1.34.0");
        for (Map.Entry<String, String[]> chart :
                Map.of("odoo-orchestrator", ORCHESTRATOR, "odoo", ODOO).entrySet()) {
            List<String> arguments = new ArrayList<>(List.of("lint", "../helm/" + chart.getKey()));
            arguments.addAll(options);
            assertThat(helm.run(arguments, chart.getValue()).orThrow()).contains("0 chart(s) failed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "odoo-orchestrator, temporal.address=temporal, temporal/address",
        "odoo-orchestrator, image.tag=, /image",
        "odoo-orchestrator, image.digest=sha256:short, image/digest",
        "odoo-orchestrator, scope.mode=everywhere, scope/mode",
        "odoo-orchestrator, scope.namespaces={Shop}, scope/namespaces",
        "odoo-orchestrator, watchers.replicas=3, watchers",
        "odoo-orchestrator, postgresql.servers.main.password=secret, password",
        "odoo-orchestrator, postgresql.servers.main.sslMode=prefer, sslMode",
        "odoo, instanceType=test, instanceType",
        "odoo, fqdns=null, fqdns",
        "odoo, user=0, user",
    })
    void aValueThatMakesNoSenseIsRefusedByItsName(String chart, String value, String named) {
        List<String> values = new ArrayList<>(List.of(chart.equals("odoo") ? ODOO : ORCHESTRATOR));
        values.add(value);
        Shell shell = helm.run(
                List.of("template", "rel", "../helm/" + chart, "--kube-version", "1.34.0"),
                values.toArray(String[]::new));
        assertThat(shell.exit()).isNotZero();
        assertThat(shell.err()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespaces", "cluster"})
    void theApiServerAcceptsAllOfItAndTheNamespaceItsPods(String scope) throws IOException {
        tryOut(helm.template("odoo-orchestrator", with(ORCHESTRATOR, "scope.mode=" + scope)));
        tryOut(helm.template("odoo", ODOO));
    }

    @Test
    void aMonitorIsRenderedWhereItIsWanted() {
        assertThat(kinds(helm.template("odoo-orchestrator", ORCHESTRATOR))).doesNotContain("ServiceMonitor", "Service");
        assertThat(kinds(helm.template("odoo-orchestrator", with(ORCHESTRATOR, "serviceMonitor.enabled=true"))))
                .contains("ServiceMonitor", "Service");
    }

    @Test
    void noSecretValueIsRendered() {
        assertThat(kinds(helm.template("odoo-orchestrator", ORCHESTRATOR))).doesNotContain("Secret");
        assertThat(kinds(helm.template("odoo", ODOO))).doesNotContain("Secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespaces", "cluster"})
    void theRolesAreWhatThePageSays(String scope) throws IOException {
        Set<String> rendered = new TreeSet<>();
        documents(helm.template("odoo-orchestrator", with(ORCHESTRATOR, "scope.mode=" + scope)))
                .filter(document -> document.path("kind").asText().endsWith("Role"))
                .forEach(role -> role.path("rules").forEach(rule -> rendered.addAll(rights(component(role), rule))));
        assertThat(rendered).isEqualTo(pageRights());
    }

    @Test
    void theRightToCopyAcrossNamespacesIsWhatThePageSaysAndGivenOnDemandOnly() throws IOException {
        Set<String> rendered = new TreeSet<>();
        documents(helm.template(
                        "odoo-orchestrator",
                        with(ORCHESTRATOR, "scope.mode=cluster", "scope.clonesAcrossNamespaces=true")))
                .filter(document -> document.path("kind").asText().equals("ClusterRole"))
                .forEach(role -> role.path("rules").forEach(rule -> rendered.addAll(rights(component(role), rule))));
        assertThat(rendered).containsAll(pageRights());
        rendered.removeAll(pageRights());
        assertThat(rendered).isNotEmpty().isEqualTo(rights(Set.of("worker, across")));

        Shell shell = helm.run(
                List.of("template", "rel", "../helm/odoo-orchestrator", "--kube-version", "1.34.0"),
                with(ORCHESTRATOR, "scope.clonesAcrossNamespaces=true"));
        assertThat(shell.exit()).isNotZero();
        assertThat(shell.err()).contains("scope.clonesAcrossNamespaces needs scope.mode=cluster");
    }

    @Test
    void theChartsRightsAreEnoughForTheWatcherAndNoMore() throws IOException {
        helm.run(
                        List.of("install", "rel", "../helm/odoo-orchestrator", "--namespace", world.namespace()),
                        with(ORCHESTRATOR, "worker.replicas=0", "watcher.replicas=0"))
                .orThrow();
        String account = "rel-odoo-orchestrator-watcher";
        Path config = Account.config(world, account);
        try (WatcherDaemon watcher = world.watcher(Map.of("KUBECONFIG", config.toString()))) {
            world.apply("production.yaml", "erp", "{}");
            world.apply("rollback.yaml", "back", "{}");
            world.awaitText("odoorollback", "back", "/status/phase", "Pending", watcher);
            world.awaitText("odooinstance", "erp", "/status/operation/phase", "Pending", watcher);
            world.kubectl()
                    .run("delete", "odoorollback,odooinstance", "--all", Kubectl.PATIENTLY)
                    .orThrow();
            assertThat(watcher.log()).doesNotContain("may not");
        }
        assertThat(mayDo(account, "get", "secrets")).isEqualTo("no");
        assertThat(mayDo(account, "patch", "deployments")).isEqualTo("no");
        assertThat(mayDo(account, "delete", "odooinstances.bemade.io")).isEqualTo("no");
        String worker = "rel-odoo-orchestrator-worker";
        assertThat(mayDo(worker, "get", "secrets")).isEqualTo("yes");
        assertThat(mayDo(worker, "list", "secrets")).isEqualTo("no");
        assertThat(mayDo(worker, "create", "pods")).isEqualTo("no");
        assertThat(mayDo(worker, "create", "pods/exec")).isEqualTo("no");
        assertThat(mayDo(worker, "create", "rolebindings")).isEqualTo("no");
        assertThat(mayDo(worker, "create", "volumesnapshots.snapshot.storage.k8s.io"))
                .isEqualTo("yes");
        assertThat(mayDo(worker, "create", "volumesnapshotcontents.snapshot.storage.k8s.io"))
                .isEqualTo("no");
        helm.run(List.of("uninstall", "rel", "--namespace", world.namespace())).orThrow();
    }

    @Test
    void anUpgradeOfOneOdooKeepsWhatAnOperationHasSet() {
        List<String> where = List.of("shop", "../helm/odoo", "--namespace", world.namespace());
        helm.run(added("install", where), ODOO).orThrow();
        assertThat(deployment("{.spec.replicas}")).isEqualTo("0");
        world.kubectl()
                .run(
                        "patch",
                        "deployment",
                        "shop",
                        "--type=strategic",
                        "--patch",
                        "{\"metadata\":{\"annotations\":{\"bemade.io/ticket\":\"7\"}},\"spec\":{\"template\":{\"spec\":{"
                                + "\"containers\":[{\"name\":\"odoo\",\"args\":[\"--database=shop-1a2b3c4d\"]}],"
                                + "\"volumes\":[{\"name\":\"filestore\",\"emptyDir\":null,"
                                + "\"persistentVolumeClaim\":{\"claimName\":\"odoo-data-shop-1a2b3c4d\"}}]}}}}")
                .orThrow();
        helm.run(added("upgrade", where), with(ODOO, "resources.limits.memory=3Gi"))
                .orThrow();
        assertThat(deployment("{.spec.template.spec.containers[0].resources.limits.memory}"))
                .isEqualTo("3Gi");
        assertThat(deployment("{.spec.template.spec.containers[0].args[*]}")).isEqualTo("--database=shop-1a2b3c4d");
        assertThat(deployment("{.spec.template.spec.volumes[0].persistentVolumeClaim.claimName}"))
                .isEqualTo("odoo-data-shop-1a2b3c4d");
        assertThat(deployment("{.metadata.annotations.bemade\\.io/ticket}")).isEqualTo("7");
        helm.run(List.of("uninstall", "shop", "--namespace", world.namespace())).orThrow();
    }

    private String deployment(String path) {
        return world.kubectl()
                .run("get", "deployment", "shop", "-o", "jsonpath=" + path)
                .orThrow();
    }

    private String mayDo(String account, String verb, String resource) {
        return world.kubectl()
                .run("auth", "can-i", verb, resource, "--as=system:serviceaccount:" + world.namespace() + ":" + account)
                .out()
                .strip();
    }

    private void tryOut(String yaml) throws IOException {
        Path file = Files.writeString(world.directory().resolve("rendered.yaml"), yaml);
        Shell shell = world.kubectl().run("apply", "--dry-run=server", "-f", file.toString());
        assertThat(shell.err()).isEmpty();
        assertThat(shell.exit()).isZero();
    }

    private static List<String> added(String command, List<String> arguments) {
        return Stream.concat(Stream.of(command), arguments.stream()).toList();
    }

    private static String[] with(String[] values, String... more) {
        return Stream.concat(Stream.of(values), Stream.of(more)).toArray(String[]::new);
    }

    private static Stream<JsonNode> documents(String yaml) {
        return Stream.of(yaml.split("(?m)^---$", -1))
                .filter(text -> text.contains("kind:"))
                .map(text -> YAML.unmarshal(text, JsonNode.class));
    }

    private static List<String> kinds(String yaml) {
        return documents(yaml).map(document -> document.path("kind").asText()).toList();
    }

    private static String component(JsonNode role) {
        return role.at("/metadata/labels/app.kubernetes.io~1component").asText();
    }

    private static List<String> rights(String component, JsonNode rule) {
        List<String> rights = new ArrayList<>();
        rule.path("apiGroups")
                .forEach(group -> rule.path("resources")
                        .forEach(resource -> rule.path("verbs")
                                .forEach(verb -> rights.add(String.join(
                                        " ",
                                        component,
                                        group.asText().isEmpty() ? "core" : group.asText(),
                                        resource.asText(),
                                        verb.asText())))));
        return rights;
    }

    /** Of every installation. */
    static Set<String> pageRights() throws IOException {
        return rights(Set.of("watcher", "worker"));
    }

    private static Set<String> rights(Set<String> who) throws IOException {
        Set<String> rights = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../../docs/rbac.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && who.contains(cells[1].strip())) {
                assertThat(cells[5].strip()).as("why of: %s", line).isNotEmpty();
                rights.add(String.join(
                        " ",
                        cells[1].strip().replaceAll(",.*", ""),
                        cells[2].strip(),
                        cells[3].strip(),
                        cells[4].strip()));
            }
        }
        return rights;
    }
}
