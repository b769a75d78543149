package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.workflows.model.Source;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** With kubectl alone: what is installed by its charts restores a real backup for real Odoo pods. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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
        Optional<HttpResponse<String>> login = cluster.ask(cluster.address("erp") + "/web/login");
        assertThat(login)
                .hasValueSatisfying(answer -> assertThat(answer.statusCode()).isEqualTo(200));
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
    void aSecondRestoreCostsOneRestartAndCanBeTakenBack() throws Exception {
        String first = database();
        String login = cluster.address("erp") + "/web/login";
        double restart = silence(login, () -> {
            cluster.kubectl.run("rollout", "restart", "deployment", "erp").orThrow();
            cluster.kubectl
                    .run("rollout", "status", "deployment", "erp", "--timeout=110s")
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
                instance -> !cluster.databases().contains(first)
                        && instance.at("/status/storage/previous").size() == 1);
        assertThat(cluster.databases()).containsExactlyInAnyOrder(second, database());
        assertThat(cluster.claims()).hasSize(2);
        assertThat(cluster.kubectl.run("get", "jobs", "-o", "name").out()).isEmpty();
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
        JsonNode args = cluster.get("deployment", "erp").at("/spec/template/spec/containers/0/args");
        for (JsonNode arg : args) {
            if (arg.asText().startsWith("--database=")) {
                return arg.asText().substring("--database=".length());
            }
        }
        throw new AssertionError(args);
    }

    /** Through Odoo, as its administrator: the content must be there and as long as the record says. */
    private void assertThatOdooReadsAnAttachment(String database) throws Exception {
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
