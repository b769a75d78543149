package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real backup of a real Odoo 19, on real servers, served by a real Odoo 19. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealBackupE2E {
    private static final int PRODUCTION_PORT = RealStack.port(28069);
    private static final int STAGING_PORT = RealStack.port(28169);
    /** Of each table the number of its rows and a sum over all that is in them, in whatever order they lie. */
    static final String CONTENT = """
            SELECT table_name || '=' || (xpath('/row/c/text()', query_to_xml(
                       format('SELECT count(*) || '':'' || coalesce(sum((''x'' || substr(md5(t::text), 1, 15))::bit(60)'
                              '::bigint::numeric), 0) AS c FROM %I.%I t', table_schema, table_name),
                       false, true, '')))[1]::text
              FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
            """;

    private static final String BUILDERS = "SELECT rolname FROM pg_roles WHERE rolname LIKE 'odooctl%' ORDER BY 1";
    private static final String NOT_PROVEN = "SELECT conname FROM pg_constraint WHERE NOT convalidated";
    static final String NOT_OWNED = """
            SELECT 'relation ' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'public' AND pg_get_userbyid(relowner) <> '%1$s'
            UNION ALL SELECT 'type ' || typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
             WHERE n.nspname = 'public' AND pg_get_userbyid(typowner) <> '%1$s'
               AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = t.oid AND d.deptype IN ('e', 'i'))
            UNION ALL SELECT 'function ' || proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND pg_get_userbyid(proowner) <> '%1$s'
               AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            UNION ALL SELECT 'database ' || datname FROM pg_database
             WHERE datname = current_database() AND pg_get_userbyid(datdba) <> '%1$s'
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private E2eHost host;
    private WorkerProcess worker;

    @BeforeAll
    void start() {
        RealStack real = RealStack.require();
        real.backup("odoo19-demo.zip");
        real.odoo();
        host = new E2eHost(real, 18);
        host.addOdoo("erp", "production", PRODUCTION_PORT);
        host.addOdoo("staging", "staging", STAGING_PORT);
        worker = WorkerProcess.start(host.directory, host.workerEnvironment());
    }

    @AfterAll
    void stop() {
        if (worker != null) {
            worker.close();
        }
    }

    @Test
    void aRealOdooServesTheRestoredZipAndItsAttachments() throws Exception {
        Path zip = host.real.backup("odoo19-demo.zip");
        List<String> builders = host.query("postgres", BUILDERS);
        RestoreResult result = restore("erp", host.upload("demo.zip", zip), false);
        String database = result.pair().database().value();

        assertThat(result.tables()).isEqualTo(885);
        assertThat(result.files()).isEqualTo(1041);
        assertThat(result.warnings()).isEmpty();
        assertThat(host.query(database, CONTENT)).hasSize(885).isEqualTo(contentByPsql(zip));
        assertThat(host.query(database, NOT_PROVEN)).isEmpty();
        assertThat(host.query(database, NOT_OWNED.formatted(host.role))).isEmpty();
        assertThat(host.query("postgres", BUILDERS)).isEqualTo(builders);
        assertThat(uuid(database)).isEqualTo(uuid("e2e_psql"));

        assertThat(get(PRODUCTION_PORT, "/web/login").statusCode()).isEqualTo(200);
        assertThatOdooReadsAnAttachment(database);
    }

    @Test
    void aCustomDumpBecomesAHarmlessStagingByOdoosOwnNeutralization() throws Exception {
        Source dump = host.upload("demo.dump", host.real.backup("odoo19-demo.dump"));
        List<String> before = host.belongings();

        assertThatThrownBy(() -> restore("staging", dump, false))
                .rootCause()
                .hasMessageContaining("attachments that the database refers to are not in the backup");
        assertThat(host.belongings()).isEqualTo(before);

        RestoreResult result = restore("staging", dump, true);
        String database = result.pair().database().value();
        assertThat(result.neutralizedBy()).contains("odoo");
        assertThat(result.warnings()).hasSize(1);
        assertThat(host.query(database, "SELECT count(*) FROM ir_cron WHERE active"))
                .containsExactly("1");
        assertThat(host.query(database, "SELECT count(*) FROM ir_mail_server WHERE active AND smtp_host <> 'invalid'"))
                .containsExactly("0");
        assertThat(uuid(database)).isNotEqualTo(uuidOfTheDump());
        assertThat(host.query(database, NOT_OWNED.formatted(host.role))).isEmpty();
        assertThat(get(STAGING_PORT, "/web/login").statusCode()).isEqualTo(200);
    }

    /** Through Odoo, as its administrator: the content must be there and as long as the record says. */
    private void assertThatOdooReadsAnAttachment(String database) throws Exception {
        String[] attachment = host.query(
                        database,
                        "SELECT id || ' ' || file_size FROM ir_attachment WHERE store_fname IS NOT NULL AND file_size > 0"
                                + " AND res_field IS NULL ORDER BY file_size DESC, id LIMIT 1")
                .get(0)
                .split(" ");
        String call = """
                {"jsonrpc": "2.0", "method": "call", "id": 1, "params": {"service": "object", "method": "execute_kw",
                 "args": ["%s", 2, "admin", "ir.attachment", "read", [[%s], ["datas"]]]}}
                """.formatted(database, attachment[0]);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PRODUCTION_PORT + "/jsonrpc"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(call))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String datas =
                new ObjectMapper().readTree(answer.body()).at("/result/0/datas").asText();
        assertThat(Base64.getDecoder().decode(datas))
                .as(
                        "answer: %s",
                        answer.body().substring(0, Math.min(300, answer.body().length())))
                .hasSize(Integer.parseInt(attachment[1]));
    }

    private String uuidOfTheDump() throws Exception {
        contentByPsql(host.real.backup("odoo19-demo.zip"));
        return uuid("e2e_psql");
    }

    private RestoreResult restore(String instance, Source source, boolean allowMissing) {
        RestoreRequest request = new RestoreRequest(
                InstanceRef.of("e2e/" + instance),
                source,
                Optional.empty(),
                Optional.of(allowMissing),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return Await.result(host.start("Restore", instance, request), RestoreResult.class);
    }

    /** The yardstick: what psql makes of the same dump, in one transaction that stops at the first error. */
    private synchronized List<String> contentByPsql(Path zip) throws IOException {
        if (host.query("postgres", "SELECT 1 FROM pg_database WHERE datname = 'e2e_psql'")
                .isEmpty()) {
            Path dump = host.directory.resolve("dump.sql");
            try (ZipFile file = new ZipFile(zip.toFile())) {
                Files.copy(file.getInputStream(file.getEntry("dump.sql")), dump);
            }
            host.sql("postgres", "CREATE DATABASE e2e_psql TEMPLATE template0 LC_COLLATE 'C'");
            Shell.run(
                            Map.of("PGPASSWORD", "postgres"),
                            List.of(
                                    host.real.script("odoo/bin/psql"),
                                    "-X",
                                    "-q",
                                    "-1",
                                    "-v",
                                    "ON_ERROR_STOP=1",
                                    "-h",
                                    "127.0.0.1",
                                    "-p",
                                    String.valueOf(host.realPort()),
                                    "-U",
                                    "postgres",
                                    "-f",
                                    dump.toString(),
                                    "e2e_psql"))
                    .orThrow();
        }
        return host.query("e2e_psql", CONTENT);
    }

    private String uuid(String database) {
        return host.query(database, "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'")
                .get(0);
    }

    private HttpResponse<byte[]> get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
