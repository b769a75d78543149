package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.model.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The plain {@code temporal} command line is a first-class way in: the commands of docs/temporal-cli.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporalCliE2E {
    private E2eHost host;
    private WorkerProcess worker;
    private Source.S3 backup;

    @BeforeAll
    void start() throws IOException {
        host = new E2eHost(RealStack.require(), 18);
        host.addPlain("cli", "production");
        backup = host.uploadSample(3_000_000);
        worker = WorkerProcess.start(host.directory, host.workerEnvironment());
    }

    @AfterAll
    void stop() {
        if (worker != null) {
            worker.close();
            host.close();
        }
    }

    @Test
    void restoresListsAndRollsBack() {
        String input =
                "{\"instance\":\"e2e/cli\",\"source\":{\"type\":\"s3\",\"bucket\":\"%s\",\"key\":\"%s\",\"endpoint\":\"%s\"}}"
                        .formatted(
                                backup.bucket(), backup.key(), backup.endpoint().orElse(""));
        assertThat(execute("Restore", "restore/e2e/cli/" + host.queue + "-1", input)
                        .out())
                .contains("COMPLETED")
                .contains("cli.e2e.test-");
        assertThat(execute("Restore", "restore/e2e/cli/" + host.queue + "-2", input)
                        .out())
                .contains("COMPLETED");
        assertThat(execute("Rollback", "rollback/e2e/cli/" + host.queue, "{\"instance\":\"e2e/cli\"}")
                        .out())
                .contains("COMPLETED");
        assertThat(execute("Inventory", "inventory/" + host.queue, "{\"instance\":\"e2e/cli\"}")
                        .out())
                .contains("RETAINED")
                .contains("CURRENT");
        Shell leftBehind = temporal(
                "workflow", "query", "--workflow-id", "rollback/e2e/cli/" + host.queue, "--type", "leftBehind");
        assertThat(leftBehind.exit()).as(leftBehind.err()).isZero();
        assertThat(leftBehind.out()).contains("QueryResult");
        assertThat(odooctl("pairs", "e2e/cli").out()).contains("cli.e2e.test-");
        Shell sweep = temporal("schedule", "describe", "--schedule-id", "retention-sweep-" + host.queue);
        assertThat(sweep.out()).as(sweep.err()).contains("RetentionSweep");
        assertThat(execute("RetentionSweep", "sweep/" + host.queue, "null").out())
                .contains("COMPLETED");
        assertThat(odooctl("doctor").out()).contains("PostgreSQL server main");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "null | it is missing",
                "{} | instance is missing",
                "{\"instance\":\"e2e/cli\"} | source is missing",
                "{\"instance\":7} | \"instance\" has the wrong type",
                "{\"instance\":\"e2e/cli\",\"source\":{\"type\":\"s3\",\"bucket\":\"b\",\"key\":\"k\"},\"sauce\":1} | unknown field \"sauce\"",
            })
    void aMalformedRequestFailsAtOnceInOneSentence(String input, String sentence) {
        Shell answer = execute(
                "Restore", "restore/e2e/cli/" + host.queue + "-bad-" + Integer.toHexString(input.hashCode()), input);
        assertThat(answer.exit()).isNotZero();
        assertThat(answer.out() + answer.err()).contains("FAILED").contains(sentence);
    }

    @Test
    void odooctlRefusesInOneSentenceWithItsExitCode() {
        Shell wrongName = odooctl("restore", "erp", "--from", "s3://b/k");
        assertThat(wrongName.exit()).isEqualTo(2);
        assertThat(wrongName.err()).contains("namespace/name").doesNotContain("\tat ");
        Shell missing = odooctl(
                "restore",
                "e2e/cli",
                "--from",
                "s3://" + backup.bucket() + "/nothing.zip",
                "--endpoint",
                backup.endpoint().orElse(""),
                "--wait");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).contains("nothing.zip").doesNotContain("\tat ");
    }

    private Shell execute(String type, String id, String input) {
        return temporal(
                "workflow",
                "execute",
                "--type",
                type,
                "--task-queue",
                host.queue,
                "--workflow-id",
                id,
                "--input",
                input);
    }

    private Shell temporal(String... arguments) {
        List<String> command = new ArrayList<>(List.of(host.temporalCli()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--address", host.commandEnvironment().getOrDefault("TEMPORAL_ADDRESS", "")));
        return Shell.run(Map.of(), command, 120);
    }

    private Shell odooctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.bemade.odoo.local.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--task-queue", host.queue));
        return Shell.run(host.commandEnvironment(), command, 120);
    }
}
