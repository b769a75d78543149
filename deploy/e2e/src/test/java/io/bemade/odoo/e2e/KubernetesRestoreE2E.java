package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.crds.ProductionReference;
import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With kubectl alone: what is installed by its charts restores a real backup for real Odoo pods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KubernetesRestoreE2E {
    private OrchestratedCluster cluster;
    private Source.S3 backup;

    @BeforeAll
    void restoreAProduction() throws InterruptedException {
        RealStack real = RealStack.require();
        cluster = OrchestratedCluster.create(real, "e2e-restore");
        backup = cluster.upload("demo.zip", real.backup("odoo19-demo.zip"));
        cluster.addOdoo("erp", "production");
        cluster.restore("first", "erp", backup, "");
        cluster.awaitEnd("odoorestore", "first", "Completed");
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void realPodsServeItAndReadAnAttachment() throws Exception {
        String database = database();
        assertThat(cluster.databases()).contains(database);
        assertThatOdooReadsAnAttachment(database);
    }

    @Test
    void peopleSeeWhatHappened() {
        assertThat(cluster.kubectl
                        .run("get", "odooinstances,odooinstancerestores")
                        .out())
                .containsPattern("odooinstance\\S*/erp\\s+production\\s.*" + database())
                .containsPattern("odooinstancerestore\\S*/first\\s.*Completed");
        String described =
                cluster.kubectl.run("describe", "odooinstance", "erp").out();
        assertThat(described).contains(database(), "Restore: ", "is now served from");
        JsonNode status = cluster.get("odooinstance", "erp").path("status");
        assertThat(status.at("/storage/current/database").asText()).isEqualTo(database());
        assertThat(status.at("/database/initialRestorationComplete").asBoolean())
                .isTrue();
        assertThat(status.at("/database/lastRestoreSource").asText()).endsWith(backup.key());
        assertThat(status.at("/operation/percent").asInt()).isEqualTo(100);
    }

    @Test
    void aStagingFillsItselfHarmlesslyAndTakesItsPairsAlong() throws Exception {
        String production = database();
        cluster.host.sql(production, "UPDATE ir_cron SET active = false"); // else Odoo itself writes in production
        List<String> databases = cluster.databases();
        List<String> claims = cluster.claims();
        List<String> content = cluster.host.query(production, RealBackupE2E.CONTENT);
        String files = filesOf("erp");
        String role = cluster.role("staging");

        try (Peeping peeping = new Peeping(cluster.host, role, OrchestratedCluster.MARKER, "staging.")) {
            cluster.addOdoo(
                    "staging",
                    "staging",
                    "production.name=erp",
                    "database.roleSecretRef=staging-role",
                    "filestore.snapshotClass=csi-dir");
            cluster.await("odooinstance", "staging", KubernetesRestoreE2E::isFilled);
            assertServed("staging", "Completed");
            String first = database("staging");
            assertHarmless(first, role);
            assertThat(uuid(first)).isNotEqualTo(uuid(production));
            assertThat(missing(first)).isEqualTo(missing(production));
            assertThat(cluster.claims()).hasSize(claims.size() + 1);

            String soon = Instant.now()
                    .plusSeconds(30)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString();
            cluster.apply(
                    "OdooInstanceReload", "again", "{'stagingInstance': 'staging', 'scheduledTime': '" + soon + "'}");
            cluster.await(
                    "odooreload",
                    "again",
                    reload -> reload.at("/status/phase").asText().equals("Scheduled"));
            JsonNode reload = cluster.awaitEnd("odooreload", "again", "Completed");
            assertThat(Instant.parse(reload.at("/status/startTime").asText())).isAfterOrEqualTo(Instant.parse(soon));
            String second = database("staging");
            assertThat(second).isNotEqualTo(first);
            assertHarmless(second, role);
            assertServed("staging", "Completed");
            cluster.await(
                    "odooinstance", "staging", instance -> !cluster.databases().contains(first));
            assertThat(peeping.reads()).as("times that the role got in").isPositive();
            assertThat(peeping.unharmless())
                    .as("what it read while that was not neutralized")
                    .isEmpty();
        }

        cluster.kubectl
                .run("delete", "odooinstance", "staging", Kubectl.PATIENTLY)
                .orThrow();
        assertThat(cluster.databases()).isEqualTo(databases);
        assertThat(cluster.claims()).isEqualTo(claims);
        assertThat(cluster.host.query(production, RealBackupE2E.CONTENT)).isEqualTo(content);
        assertThat(filesOf("erp")).isEqualTo(files);
        assertThat(cluster.get("deployment", "staging").at("/spec/replicas").asInt())
                .isZero();
    }

    private static boolean isFilled(JsonNode instance) {
        return List.of("Completed", "Failed")
                .contains(instance.at("/status/database/restoreStatus").asText());
    }

    private void assertServed(String instance, String phase) {
        JsonNode status = cluster.get("odooinstance", instance).path("status");
        assertThat(status.at("/database/restoreStatus").asText())
                .as("%s %s", status, cluster.logs())
                .isEqualTo(phase);
        assertServes(instance);
    }

    /** The service's address follows the pod's by a moment. */
    private void assertServes(String instance) {
        String login = cluster.address(instance) + "/web/login";
        Await.until(
                login + " answers 200",
                () -> cluster.ask(login)
                        .filter(answer -> answer.statusCode() == 200)
                        .isPresent());
    }

    private void assertHarmless(String database, String role) {
        assertThat(cluster.host.query(
                        database, "SELECT value FROM ir_config_parameter WHERE key = 'database.is_neutralized'"))
                .containsExactly("true");
        assertThat(cluster.host.query(
                        database, "SELECT name FROM ir_mail_server WHERE active AND smtp_host <> 'invalid'"))
                .isEmpty();
        assertThat(cluster.host.query(database, RealBackupE2E.NOT_OWNED.formatted(role)))
                .isEmpty();
    }

    private String uuid(String database) {
        return cluster.host
                .query(database, "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'")
                .get(0);
    }

    /** Attachments without a file, by the instance's own pod. */
    private String missing(String database) {
        String names = String.join(
                " ",
                cluster.host.query(
                        database, "SELECT DISTINCT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL"));
        String instance = database.substring(0, database.indexOf('.'));
        return inPod(
                instance,
                "cd /var/lib/odoo/filestore/" + database + " && for f in " + names + "; do [ -e $f ] || echo $f; done");
    }

    private String filesOf(String instance) {
        return inPod(
                instance,
                "cd /var/lib/odoo/filestore/" + database(instance)
                        + " && find . -type f | sort | xargs sha1sum | sha1sum");
    }

    private String inPod(String instance, String script) {
        return cluster.kubectl
                .run("exec", "deployment/" + instance, "--", "sh", "-c", script)
                .orThrow();
    }

    @Test
    void noSecretIsSeenAnywhere() {
        String seen = cluster.kubectl
                        .run(
                                "get",
                                "odooinstances,odooinstancerestores,odooinstancereloads,odooinstancerollbacks,events,pods,jobs,"
                                        + "deployments,replicasets,configmaps,persistentvolumeclaims",
                                "-o",
                                "yaml")
                        .orThrow()
                + cluster.logs()
                + cluster.histories();
        assertThat(seen).contains("Restore: ", "workflowExecutionStartedEventAttributes");
        assertThat(seen).doesNotContain(OrchestratedCluster.MARKER, cluster.s3Secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "watcher"})
    void anAccountMayDoWhatThePageSaysAndNothingElse(String component) throws IOException {
        Set<String> may = new TreeSet<>();
        cluster.kubectl
                .run(
                        "auth",
                        "can-i",
                        "--list",
                        "--as=system:serviceaccount:" + cluster.namespace() + ":rel-odoo-orchestrator-" + component)
                .orThrow()
                .lines()
                .skip(1)
                .filter(line -> !line.startsWith(" ") && !line.startsWith("self"))
                .forEach(line -> {
                    String resource = line.split(" ", 2)[0];
                    String verbs = line.substring(line.lastIndexOf('[') + 1, line.lastIndexOf(']'));
                    Stream.of(verbs.split(" ")).forEach(verb -> may.add(component + " " + resource + " " + verb));
                });
        Set<String> page = new TreeSet<>();
        HelmE2E.pageRights().stream()
                .map(right -> right.split(" "))
                .filter(words -> words[0].equals(component))
                .forEach(words -> page.add(component + " " + printed(words[1], words[2]) + " " + words[3]));
        assertThat(may).isEqualTo(page);
    }

    private static String printed(String group, String resource) {
        String[] parts = resource.split("/", 2);
        String name = group.equals("core") ? parts[0] : parts[0] + "." + group;
        return parts.length == 1 ? name : name + "/" + parts[1];
    }

    @Test
    void aSecondRestoreCostsOneRestartAndCanBeTakenBack() throws Exception {
        Set<String> expected = new TreeSet<>(cluster.databases());
        String first = database();
        String login = cluster.address("erp") + "/web/login";
        double restart = silence(login, () -> {
            cluster.kubectl.run("rollout", "restart", "deployment", "erp").orThrow();
            cluster.kubectl
                    .run("rollout", "status", "deployment", "erp", Kubectl.PATIENTLY)
                    .orThrow();
        });
        double switched = silence(login, () -> {
            cluster.restore("second", "erp", backup, ", 'retention': 'PT1H'");
            cluster.awaitEnd("odoorestore", "second", "Completed");
        });
        System.out.printf(
                "longest time without an answer: %.1f s in a restore, %.1f s in a restart of the Deployment%n",
                switched, restart);
        String second = database();
        assertThat(second).isNotEqualTo(first);
        assertThat(cluster.get("odooinstance", "erp")
                        .at("/status/storage/previous/0/database")
                        .asText())
                .isEqualTo(first);

        cluster.apply("OdooInstanceRollback", "back", "{'targetInstance': 'erp'}");
        cluster.awaitEnd("odoorollback", "back", "Completed");
        assertThat(database()).isEqualTo(first);
        assertThatOdooReadsAnAttachment(first);

        cluster.restore("third", "erp", backup, ", 'retention': 'PT2S'");
        cluster.awaitEnd("odoorestore", "third", "Completed");
        cluster.await(
                "odooinstance",
                "erp",
                instance -> !instance.path("status").path("storage").toString().contains(first));
        expected.remove(first);
        expected.addAll(List.of(second, database()));
        assertThat(cluster.databases()).containsExactlyElementsOf(expected);
        assertThat(cluster.claims()).hasSize(expected.size());
        assertThat(cluster.kubectl.run("get", "jobs", "-o", "name").out()).isEmpty();
    }

    @Test
    void whateverPodDiesTheRestoreCompletes() throws Exception {
        List<String> before = cluster.databases();
        cluster.restore("fourth", "erp", backup, ", 'retention': 'PT1H'");
        for (String victim : List.of(
                "app.kubernetes.io/component=worker",
                "app.kubernetes.io/component=watcher",
                "app.kubernetes.io/name=odooctl-volume-worker")) {
            cluster.await(
                    "odoorestore",
                    "fourth",
                    restore -> restore.at("/status/progress").asInt() > 2);
            cluster.kubectl
                    .run("delete", "pods", "-l", victim, "--force", "--grace-period=0")
                    .orThrow();
        }
        cluster.awaitEnd("odoorestore", "fourth", "Completed");
        assertThat(cluster.databases()).hasSize(before.size() + 1).containsAll(before);
        assertThat(cluster.claims()).hasSize(before.size() + 1);
        assertThat(cluster.kubectl.run("get", "jobs", "-o", "name").out()).isEmpty();
        assertThatOdooReadsAnAttachment(database());
    }

    /** After the others, whose scope is the namespace. */
    @Test
    @Order(Integer.MAX_VALUE)
    void inTheScopeOfTheClusterAStagingInAnotherNamespaceIsFilledAndRemoved() throws Exception {
        Kubectl other = cluster.widen();
        try {
            String role = cluster.role(other, "far");
            cluster.kubectl
                    .run(
                            "annotate",
                            "odooinstance",
                            "erp",
                            ProductionReference.ALLOW_STAGING_FROM + "=" + other.namespace())
                    .orThrow();
            cluster.addOdoo(
                    other,
                    "far",
                    "staging",
                    "production.name=erp",
                    "production.namespace=" + cluster.namespace(),
                    "database.roleSecretRef=far-role",
                    "filestore.snapshotClass=csi-dir");
            JsonNode status = cluster.await(other, "odooinstance", "far", KubernetesRestoreE2E::isFilled)
                    .path("status");
            assertThat(status.at("/database/restoreStatus").asText())
                    .as("%s %s", status, cluster.logs())
                    .isEqualTo("Completed");
            assertHarmless(status.at("/storage/current/database").asText(), role);
            assertThat(other.get("deployment", "far")
                            .at("/status/readyReplicas")
                            .asInt())
                    .isEqualTo(1);
            Await.until(
                    "no snapshot is left",
                    () -> cluster.kubectl
                            .run("get", "volumesnapshots", "-o", "name")
                            .orThrow()
                            .isEmpty());
            other.run("delete", "odooinstance", "far", Kubectl.PATIENTLY).orThrow();
            assertThat(cluster.host.query("postgres", "SELECT datname FROM pg_database WHERE datname LIKE 'far.%'"))
                    .isEmpty();
            assertThat(other.run("get", "pvc,volumesnapshots,jobs", "-o", "name")
                            .out())
                    .isEmpty();
        } finally {
            other.deleteNamespace();
        }
    }

    /** Seconds between two answers of Odoo, at most, while something happens. */
    private double silence(String url, Change change) throws Exception {
        try (Poller poller = new Poller(() ->
                cluster.ask(url).filter(answer -> answer.statusCode() == 200).isPresent())) {
            change.happens();
            return poller.longestSilence();
        }
    }

    private interface Change {
        void happens() throws Exception;
    }

    private String database() {
        return database("erp");
    }

    private String database(String instance) {
        JsonNode args = cluster.get("deployment", instance).at("/spec/template/spec/containers/0/args");
        for (JsonNode arg : args) {
            if (arg.asText().startsWith("--database=")) {
                return arg.asText().substring("--database=".length());
            }
        }
        throw new AssertionError(args);
    }

    /** Through Odoo, as its administrator: the content must be there and as long as the record says. */
    private void assertThatOdooReadsAnAttachment(String database) throws Exception {
        assertServes("erp");
        List<String> found = cluster.host.query(
                database,
                "SELECT id || ' ' || file_size FROM ir_attachment WHERE store_fname IS NOT NULL AND file_size > 0"
                        + " AND res_field IS NULL ORDER BY file_size DESC, id LIMIT 1");
        String[] attachment = found.get(0).split(" ");
        String call = """
                {"jsonrpc": "2.0", "method": "call", "id": 1, "params": {"service": "object", "method": "execute_kw",
                 "args": ["%s", 2, "admin", "ir.attachment", "read", [[%s], ["datas"]]]}}
                """.formatted(database, attachment[0]);
        String answer = cluster.ask(HttpRequest.newBuilder(URI.create(cluster.address("erp") + "/jsonrpc"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(call)))
                .orElseThrow()
                .body();
        String datas = new ObjectMapper().readTree(answer).at("/result/0/datas").asText();
        assertThat(Base64.getDecoder().decode(datas))
                .as("answer: %s", answer.substring(0, Math.min(300, answer.length())))
                .hasSize(Integer.parseInt(attachment[1]));
    }
}
