package io.bemade.odoo.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.starter.Terminal;
import io.bemade.odoo.starter.fake.FakeLock;
import io.bemade.odoo.starter.fake.Site;
import io.bemade.odoo.starter.fake.World;
import io.bemade.odoo.starter.progress.Failure;
import io.bemade.odoo.starter.progress.Outcome;
import io.bemade.odoo.starter.progress.PlainView;
import io.bemade.odoo.starter.progress.ProgressView;
import io.bemade.odoo.starter.progress.Snapshot;
import io.bemade.odoo.starter.progress.Watching;
import io.bemade.odoo.starter.text.Times;
import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.lock.LockMode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WatchCommandTest {
    private static final Site SITE = new Site();

    @AfterAll
    static void close() {
        SITE.close();
    }

    private static String started(String backup) {
        return SITE.run("restore", "shop/erp", "--from", "s3://backups/" + backup, "--no-wait")
                .out()
                .strip();
    }

    /** {@link FakeLock} is what the worker runs under this interface. */
    private static void hold(String instance, String... owners) {
        InstanceRef ref = InstanceRef.of(instance);
        List<LockHolder> holders = new ArrayList<>();
        for (String owner : owners) {
            holders.add(new LockHolder(owner, "run", LockMode.EXCLUSIVE, World.NOW, 1));
        }
        InstanceLock lock = SITE.client()
                .newWorkflowStub(
                        InstanceLock.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("odoo")
                                .setWorkflowId(InstanceLock.workflowId(ref))
                                .build());
        WorkflowClient.start(lock::run, new InstanceLock.State(ref, holders, List.of(), 1));
    }

    @Test
    void showsBytesRateAndPhaseAsPlainLinesInAPipe() {
        Site.Run run = SITE.run("watch", started("load"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern(
                        "\\[\\d s] loads database and filestore; loading database \\d\\d %, \\d00 MB of 1\\.0 GB")
                .contains("shop/erp uses erp.example.com-1a2b3c4d");
    }

    @Test
    void drawsOneLineAgainAndAgainOnATerminal() {
        Site.Run run = SITE.run(Clock.systemUTC(), new Terminal(true, 70), "watch", started("load"));

        assertThat(run.out()).contains("\r[").contains("\u001b[K");
        assertThat(run.out().replace("\u001b[K", "").split("[\r\n]+"))
                .filteredOn(line -> line.startsWith("["))
                .isNotEmpty()
                .allMatch(line -> line.length() < 70);
    }

    @Test
    void aTableNameCannotSteerTheTerminal() {
        Site.Run run = SITE.run("watch", started("load"));

        assertThat(run.out()).contains("(public.res [2Jpartner)").doesNotContain("\u001b");
    }

    @Test
    void asJsonEveryLineIsADocumentAndTheLastOneIsTheOutcome() throws IOException {
        List<String> lines = SITE.run("watch", started("load"), "-o", "json").lines();

        List<JsonNode> documents = new ArrayList<>();
        for (String line : lines) {
            documents.add(Json.mapper().readTree(line));
        }
        assertThat(documents).hasSizeGreaterThan(1);
        JsonNode loading = documents.stream()
                .filter(document -> document.at("/steps/0/progress").isObject())
                .findFirst()
                .orElseThrow();
        assertThat(loading.at("/status/phase").asText()).isEqualTo("LOADING");
        assertThat(loading.at("/steps/0/activity").asText()).isEqualTo("LoadDatabase");
        assertThat(loading.at("/steps/0/progress/total").asLong()).isEqualTo(1_000_000_000);
        assertThat(documents.get(documents.size() - 1).get("status").asText()).isEqualTo("completed");
    }

    @Test
    void aFailedAttemptIsShownWithItsReason() {
        Site.Run run = SITE.run("watch", started("stumble"));

        assertThat(run.out())
                .contains("DescribeInstance failed, attempt 2 ")
                .contains("PostgreSQL server main does not answer");
        assertThat(run.exit()).isZero();
    }

    @Test
    void whoWaitsForTheLockSeesWhoHoldsItAndMayGiveUp() throws InterruptedException {
        String id = started("wait");
        StringWriter seen = new StringWriter();
        PlainView lines = new PlainView(new PrintWriter(seen), new Times(Clock.systemUTC()));
        ProgressView givingUp = new ProgressView() {
            @Override
            public void show(Snapshot snapshot) {
                lines.show(snapshot);
                if (snapshot.status().isPresent()) {
                    SITE.client().newUntypedWorkflowStub(id).cancel();
                }
            }

            @Override
            public void close() {}
        };

        Outcome outcome = new Watching(SITE.client(), id, givingUp).untilItEnds();

        assertThat(seen.toString())
                .contains("waits for the instance's lock, held by restore/shop/erp/first since 2026-11-21 10:00");
        assertThat(outcome.exitCode()).isEqualTo(5);
        assertThat(outcome.failure()).contains(new Failure("CANCELLED", "It was cancelled while it waited"));
        assertThat(outcome.leftBehind()).contains(List.of());
    }

    @Test
    void whatHasEndedIsReportedAgain() {
        String id = started("fail");
        SITE.run("watch", id);

        Site.Run again = SITE.run("watch", id);

        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("3 attachments are missing").contains("erp.example.com-dead0000");
    }

    @Test
    void aTerminatedOperationIsNotTakenForAnUndoneOne() {
        String id = started("wait");
        SITE.client().newUntypedWorkflowStub(id).terminate("test");

        Site.Run run = SITE.run("watch", id);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("terminated from outside, so nothing was undone");
    }

    @Test
    void anInstanceStandsForTheOperationThatHoldsItsLock() {
        String id = started("load");
        hold("shop/held", id);

        assertThat(SITE.run("watch", "shop/held").out()).contains("shop/erp uses erp.example.com-1a2b3c4d");
    }

    @Test
    void cancellingAnInstanceCancelsWhoHoldsItsLockAndWaitsUntilAllIsUndone() {
        String id = started("wait");
        hold("shop/cancelled", id);

        Site.Run run = SITE.run("cancel", "shop/cancelled", "--wait");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains(id + " was cancelled");
    }

    @Test
    void aCancelThatLeavesSomethingBehindIsNotASuccess() {
        Site.Run run = SITE.run("cancel", started("leave-something"), "--wait");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("Left behind, because undoing failed: database erp.example.com-dead0000");
    }

    @Test
    void aCancelThatComesTooLateIsNoSuccessAndTheOperationIsOne() {
        String id = started("too-late");

        Site.Run cancel = SITE.run("cancel", id, "--wait");
        Site.Run watch = SITE.run("watch", id, "--output", "json");

        assertThat(cancel.exit()).isEqualTo(1);
        assertThat(cancel.out() + cancel.err())
                .contains("The cancellation came too late: shop/erp uses erp.example.com-1a2b3c4d");
        assertThat(watch.exit()).isZero();
        assertThat(watch.out()).contains("\"status\":\"completed\"").contains("\"phase\":\"COMPLETED\"");
    }

    @Test
    void cancelSaysThatItUndoes() {
        Site.Run run = SITE.run("cancel", started("wait"));

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("it undoes what it did").contains("odooctl watch restore/shop/erp/");
    }

    @Test
    void whatHasEndedCannotBeCancelled() {
        String id = started("ok");
        SITE.run("watch", id);

        Site.Run run = SITE.run("cancel", id);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("has already ended (completed)");
    }

    @Test
    void anUnknownOperationIsWrongUsage() {
        String id = "restore/shop/erp/" + UUID.randomUUID();

        assertThat(SITE.run("watch", id).exit()).isEqualTo(2);
        assertThat(SITE.run("cancel", id).err()).contains("Temporal has no running operation " + id);
    }

    @Test
    void aServerThatCannotListSaysSo() {
        for (String[] command : new String[][] {{"operations"}, {"watch"}, {"cancel", "shop/idle"}}) {
            Site.Run run = SITE.run(command);

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.err()).contains("cannot list operations");
        }
    }
}
