package io.bemade.odoo.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.starter.fake.Site;
import io.bemade.odoo.workflows.model.Json;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreCommandTest {
    private static final Site SITE = new Site();

    @AfterAll
    static void close() {
        SITE.close();
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private static JsonNode json(Site.Run run) throws IOException {
        assertThat(run.lines()).as(run.toString()).hasSize(1);
        return Json.mapper().readTree(run.out());
    }

    @Test
    void printsTheWorkflowIdAndReturnsWhereNobodyWaits() {
        Site.Run run = SITE.run("restore", "shop/erp", "--from", "s3://backups/wait", "--request", "ticket-4711");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).isEqualToIgnoringNewLines("restore/shop/erp/ticket-4711");
        assertThat(run.err()).contains("odooctl watch restore/shop/erp/ticket-4711");
    }

    @Test
    void tellsHowItWentAndHowToGoBackWhenItWaits() {
        Site.Run run = SITE.run("restore", "shop/erp", "--from", "s3://backups/ok", "--wait");

        assertThat(run.exit()).isZero();
        assertThat(run.out())
                .contains("shop/erp uses erp.example.com-1a2b3c4d: Odoo 19.0.1.3, 885 tables, 1,234,567 rows, 2,050"
                        + " attachments (35.0 MB).")
                .contains("made harmless by odoo")
                .contains("Warning: statement 7 was tolerated")
                .contains("odooctl rollback shop/erp");
    }

    @Test
    void theResultIsOneJsonDocumentAndNothingElse() throws IOException {
        JsonNode outcome =
                json(SITE.run("restore", "shop/erp", "--from", "s3://backups/ok", "--wait", "--output", "json"));

        assertThat(outcome.get("status").asText()).isEqualTo("completed");
        assertThat(outcome.get("type").asText()).isEqualTo("Restore");
        assertThat(outcome.get("workflowId").asText()).startsWith("restore/shop/erp/20");
        assertThat(outcome.at("/result/pair/database").asText()).isEqualTo("erp.example.com-1a2b3c4d");
        assertThat(outcome.get("failure").isNull()).isTrue();
    }

    @Test
    void theSameRequestAgainIsTheSameRun() throws IOException {
        String name = fresh();
        String[] command = {"restore", "shop/erp", "--from", "s3://backups/wait", "--request", name, "-o", "json"};

        JsonNode first = json(SITE.run(command));
        JsonNode second = json(SITE.run(command));

        assertThat(first.get("attached").asBoolean()).isFalse();
        assertThat(second.get("attached").asBoolean()).isTrue();
        assertThat(second.get("runId")).isEqualTo(first.get("runId"));
    }

    @Test
    void aRequestThatHasSucceededIsNotRunAgain() throws IOException {
        String name = fresh();
        String[] command = {
            "restore", "shop/erp", "--from", "s3://backups/ok", "--request", name, "--wait", "-o", "json"
        };

        JsonNode first = json(SITE.run(command));
        JsonNode second = json(SITE.run(command));

        assertThat(second.get("runId")).isEqualTo(first.get("runId"));
        assertThat(second.get("status").asText()).isEqualTo("completed");
    }

    @Test
    void aRequestThatHasFailedMayBeTriedAgain() throws IOException {
        String name = fresh();
        String[] command = {
            "restore", "shop/erp", "--from", "s3://backups/fail", "--request", name, "--wait", "-o", "json"
        };

        JsonNode first = json(SITE.run(command));
        JsonNode second = json(SITE.run(command));

        assertThat(second.get("runId")).isNotEqualTo(first.get("runId"));
    }

    @Test
    void theNameOfAnotherRequestIsRefused() {
        String name = fresh();
        SITE.run("restore", "shop/erp", "--from", "s3://backups/wait", "--request", name);

        Site.Run other = SITE.run("restore", "shop/erp", "--from", "s3://backups/ok", "--request", name);

        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("belongs to another request").contains("\"key\":\"wait\"");
        assertThat(other.out()).isEmpty();
    }

    @Test
    void aFailureSaysWhyAndWhatWasLeftBehind() {
        Site.Run run = SITE.run("restore", "shop/erp", "--from", "s3://backups/fail", "--wait");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("has failed: 3 attachments are missing [NOT_PROVEN]")
                .contains("Left behind, because undoing failed: database erp.example.com-dead0000")
                .contains("Next: odooctl doctor")
                .doesNotContain("\tat ");
    }

    @Test
    void aBusyInstanceHasItsOwnExitCode() throws IOException {
        Site.Run run = SITE.run(
                "restore", "shop/erp", "--from", "s3://backups/busy", "--if-busy", "fail", "--wait", "-o", "json");

        assertThat(run.exit()).isEqualTo(4);
        assertThat(json(run).at("/failure/type").asText()).isEqualTo("BUSY");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            erp      | --from s3://backups/k                     | instance "erp" is not a name
            Shop/erp | --from s3://backups/k                     | instance "Shop/erp" is not a name
            shop/erp | --from https://backups/k                  | (it is an address of the web; where the S3 server is, says --endpoint)
            shop/erp | --from /tmp/erp.zip                       | (it is a file of this machine, which a worker may not see; upload it first)
            shop/erp | --from s3:/backups/k                      | (it does not begin with s3://): write s3://bucket/key, such as s3://odoo
            shop/erp | --from s3://backups                       | (it names a bucket, and no object in it): write s3://bucket/key, such as
            shop/erp | --from s3://backups/                      | (it names a bucket, and no object in it)
            shop/erp | --from s3:///k                            | (it names no bucket)
            shop/erp | --from s3://-backups/k                    | (no bucket can be called "-backups")
            shop/erp | --from s3://backups/k --retention 4y      | "4y" is not a duration
            shop/erp | --from s3://backups/k --retention P9999D  | retention is not usable
            shop/erp | --from s3://backups/k --retention -P1D    | retention is not usable
            shop/erp | --from s3://backups/k --endpoint minio    | source.endpoint is not an address
            shop/erp | --from s3://backups/k --if-busy maybe     | neither queue nor fail
            shop/erp | --from s3://backups/k --request a/b       | is not a name
            shop/erp | --from s3://backups/k --at yesterday      | --at "yesterday" is not a time: write 2026-11-21T02:00Z, "2026-11-21 02:00" or 02:00
            shop/erp | --from s3://backups/k --at 2020-01-01T00:00Z | is in the past
            shop/erp | --retention 7d                            | Missing required option: '--from=URL'
            shop/erp | --from s3://backups/k --colour blue       | Unknown options: '--colour'
            """)
    void refusesWhatIsMalformedWithOneSentence(String instance, String options, String sentence) {
        String[] args = ("restore " + instance + " " + options).split(" ");

        Site.Run run = SITE.run(args);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aRefusalIsJsonWhereJsonWasAskedFor() throws IOException {
        Site.Run run = SITE.run("restore", "shop/erp", "--from", "nothing", "--output=json");

        assertThat(json(run).at("/error/exitCode").asInt()).isEqualTo(2);
        assertThat(json(run).at("/error/message").asText()).contains("s3://bucket/key");
    }

    @Test
    void aDryRunShowsWhatItWouldSendAndStartsNothing() {
        Site.Run run = SITE.runAtNoon(
                "restore",
                "shop/erp",
                "--from",
                "s3://backups/it's.zip",
                "--endpoint",
                "https://minio.example.com",
                "--no-path-style",
                "--secret",
                "minio",
                "--retention",
                "7d",
                "--allow-missing-attachments",
                "--no-content-check",
                "--at",
                "2026-11-21T12:00Z",
                "--request",
                "dry",
                "--dry-run");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "{\"instance\":\"shop/erp\",\"source\":{\"type\":\"s3\",\"bucket\":\"backups\",\"key\":\"it's.zip\","
                                + "\"secretRef\":\"minio\",\"endpoint\":\"https://minio.example.com\",\"pathStyle\":false},"
                                + "\"retention\":\"PT168H\",\"allowMissingAttachments\":true,\"checkContent\":false,"
                                + "\"scheduledTime\":\"2026-11-21T12:00:00Z\"}")
                .contains("temporal workflow start --address")
                .contains("--workflow-id restore/shop/erp/dry")
                .contains("--start-delay 7200s")
                .contains("it'\\''s.zip");
        assertThat(run.err()).isEqualTo("Not before 2026-11-21 12:00 +00:00, in 2 h\n");
        assertThat(SITE.run("watch", "restore/shop/erp/dry").exit()).isEqualTo(2);
    }

    @Test
    void aDryRunFindsOutThatThereIsNoSuchInstance() {
        Site.Run gone = SITE.run("restore", "shop/gone", "--from", "s3://backups/ok", "--dry-run");
        Site.Run lost = SITE.run("restore", "shop/lost", "--from", "s3://backups/ok", "--dry-run", "-o", "json");

        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.err()).contains("There is no instance shop/gone");
        assertThat(lost.exit()).isEqualTo(1);
        assertThat(lost.err()).contains("odoo.conf of shop/lost is not there");
    }

    @Test
    void aDelayedStartWaitsForItsTime() throws IOException {
        String name = fresh();
        JsonNode started = json(SITE.run(
                "restore",
                "shop/erp",
                "--from",
                "s3://backups/ok",
                "--at",
                "2999-01-01T00:00Z",
                "--request",
                name,
                "-o",
                "json"));

        var description = SITE.client()
                .newUntypedWorkflowStub(started.get("workflowId").asText())
                .describe();
        assertThat(description.getStatus().name()).endsWith("RUNNING");
        assertThat(description.getHistoryLength()).isEqualTo(1);
        assertThat(description.getStaticSummary()).isEqualTo("Restore shop/erp from s3://backups/ok");
    }
}
