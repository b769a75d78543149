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
