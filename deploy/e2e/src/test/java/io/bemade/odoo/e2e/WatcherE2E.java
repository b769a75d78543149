package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.DynamicWorkflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Watchers as processes, between a real API server and a real Temporal. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatcherE2E {
    private static final String NOW = "{'spec':{'scheduledTime':null}}";
    private static final String RESTORE = "odoorestore";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private RealStack stack;
    private int worlds;

    @BeforeAll
    void begin() {
        stack = RealStack.require();
    }

    @AfterEach
    void closeWhatWasOpened() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    @Test
    void twoWatchersStartItOnce() {
        WatchedCluster world = world();
        WatcherDaemon first = open(world.watcher());
        WatcherDaemon second = open(world.watcher());
        for (int i = 0; i < 10; i++) {
            world.apply("restore.yaml", "both-" + i, NOW);
        }
        for (int i = 0; i < 10; i++) {
            JsonNode told = world.awaitText(RESTORE, "both-" + i, "/status/phase", "Pending", first, second);
            String id = "restore/" + world.namespace() + "/erp/"
                    + told.at("/metadata/uid").asText();
            assertThat(told.at("/status/workflowId").asText()).isEqualTo(id);
            assertThat(told.at("/metadata/finalizers").toString()).isEqualTo("[\"bemade.io/cancel-operation\"]");
            assertThat(world.events(id)).containsExactly("WORKFLOW_EXECUTION_STARTED", "WORKFLOW_TASK_SCHEDULED");
        }
        WatchedCluster.until(
                "Temporal lists ten runs",
                () -> Optional.of(world.temporal()
                                .listExecutions("TaskQueue = '" + world.queue() + "'")
                                .count())
                        .filter(count -> count == 10));
    }

    @Test
    void theWorkflowGetsTheRequestAndKnowsWhoAsked() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        world.apply("restore.yaml", "asked", NOW);
        String uid = world.uid(RESTORE, "asked");
        WorkflowExecutionDescription workflow =
                world.awaitWorkflow("restore/" + world.namespace() + "/erp/" + uid, watcher);
        assertThat(world.input(workflow.getExecution().getWorkflowId()))
                .hasToString(("{'instance':'%s/erp','source':{'type':'s3','bucket':'odoo-backups',"
                                + "'key':'erp/2026-11-20.zip','region':'eu-central-1','endpoint':'https://s3.example.com',"
                                + "'pathStyle':true,'secretRef':'s3-credentials','caSecretRef':'s3-authority'},"
                                + "'retention':'P7D'}")
                        .formatted(world.namespace())
                        .replace('\'', '"'));
        assertThat(workflow.getMemo("odooResource", JsonNode.class))
                .hasToString("{\"kind\":\"OdooInstanceRestore\",\"namespace\":\"" + world.namespace()
                        + "\",\"name\":\"asked\",\"uid\":\"" + uid + "\"}");
    }

    @Test
    void reloadsAndRollbacksAreStartedToo() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        world.apply("reload.yaml", "again", "{'spec':{'scheduledTime':null}}");
        world.apply("rollback.yaml", "back", "{}");
        String reload = "reload/" + world.namespace() + "/erp-staging/" + world.uid("odooreload", "again");
        String rollback = "rollback/" + world.namespace() + "/erp/" + world.uid("odoorollback", "back");
        assertThat(world.awaitWorkflow(reload, watcher).getWorkflowType()).isEqualTo("Reload");
        assertThat(world.awaitWorkflow(rollback, watcher).getWorkflowType()).isEqualTo("Rollback");
        assertThat(world.input(rollback).at("/toDatabase").asText()).isEqualTo("erp.example.com-1a2b3c4d");
    }

    @Test
    void aDeletedOneIsCancelled() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        String id = started(world, "wrong", NOW, watcher);
        world.kubectl().run("delete", RESTORE, "wrong", Kubectl.PATIENTLY).orThrow();
        assertThat(world.events(id)).contains("WORKFLOW_EXECUTION_CANCEL_REQUESTED");
    }

    @Test
    void oneThatWasDeletedWhileNobodyWatchedIsCancelledLater() throws Exception {
        WatchedCluster world = world();
        WatcherDaemon first = open(world.watcher());
        String id = started(world, "wrong", NOW, first);
        first.end();
        world.kubectl().run("delete", RESTORE, "wrong", "--wait=false").orThrow();
        assertThat(world.get(RESTORE, "wrong").at("/metadata/deletionTimestamp").asText())
                .isNotEmpty();
        WatcherDaemon second = open(world.watcher());
        world.awaitGone(RESTORE, "wrong", second);
        assertThat(world.events(id)).contains("WORKFLOW_EXECUTION_CANCEL_REQUESTED");
    }

    @Test
    void aTimeIsWaitedFor() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        Instant time = Instant.now().plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
        String id =
                started(world, "later", NOW.replace("'scheduledTime':null", "'scheduledTime':'" + time + "'"), watcher);
        JsonNode told = world.awaitText(RESTORE, "later", "/status/phase", "Scheduled", watcher);
        assertThat(told.at("/status/message").asText()).isEqualTo("Waits until " + time);
        assertThat(world.workflow(id).orElseThrow().getExecutionTime()).isCloseTo(time, within(5, ChronoUnit.SECONDS));
        assertThat(world.events(id)).containsExactly("WORKFLOW_EXECUTION_STARTED");
        world.kubectl().run("delete", RESTORE, "later", Kubectl.PATIENTLY).orThrow();
        assertThat(world.events(id)).contains("WORKFLOW_EXECUTION_CANCEL_REQUESTED");
    }

    @Test
    void aKilledWatcherIsFollowedByAnother() throws Exception {
        WatchedCluster world = world();
        WatcherDaemon first = open(world.watcher());
        String before = started(world, "before", NOW, first);
        first.kill();
        world.apply("restore.yaml", "meanwhile", NOW);
        WatcherDaemon second = open(world.watcher());
        world.awaitText(RESTORE, "meanwhile", "/status/phase", "Pending", second);
        assertThat(world.events(before)).containsExactly("WORKFLOW_EXECUTION_STARTED", "WORKFLOW_TASK_SCHEDULED");
        assertThat(world.get(RESTORE, "before").at("/status/phase").asText()).isEqualTo("Pending");
    }

    @Test
    void onlyTheNamedNamespacesAreWatched() {
        WatchedCluster named = world();
        WatchedCluster other = world();
        WatcherDaemon watcher = open(named.watcher());
        other.apply("restore.yaml", "elsewhere", NOW);
        started(named, "here", NOW, watcher);
        assertThat(other.get(RESTORE, "elsewhere").at("/status").isMissingNode())
                .isTrue();
        assertThat(other.get(RESTORE, "elsewhere").at("/metadata/finalizers").isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'scheduledTime':null,'backupFirst':true | backupFirst is not available yet: leave it out",
                "'scheduledTime':null,'approval':'manual' | approval is not available yet: leave it out",
                "'scheduledTime':'2126-01-01T00:00:00Z' | more than ten years away",
                "'scheduledTime':null,'retention':'P9999D' | from PT0S to P3653D",
            })
    void whatWillBeRefusedFailsWithTheSentence(String change, String sentence) {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        world.apply("restore.yaml", "bad", "{'spec':{" + change + "}}");
        JsonNode told = world.awaitText(RESTORE, "bad", "/status/phase", "Failed", watcher);
        assertThat(told.at("/status/message").asText()).contains(sentence);
        assertThat(told.at("/status/conditions/0/status").asText()).isEqualTo("False");
        assertThat(world.workflow("restore/" + world.namespace() + "/erp/" + world.uid(RESTORE, "bad")))
                .isEmpty();
        world.kubectl().run("delete", RESTORE, "bad", Kubectl.PATIENTLY).orThrow();
    }

    @Test
    void anEndingThatNobodyWroteIsWritten() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        WorkerFactory factory = WorkerFactory.newInstance(world.temporal());
        opened.push(factory::shutdownNow);
        Worker worker = factory.newWorker(world.queue());
        worker.registerWorkflowImplementationFactory(DynamicWorkflow.class, () -> arguments -> {
            throw ApplicationFailure.newNonRetryableFailure("s3://odoo-backups/erp.zip does not exist", "NOT_FOUND");
        });
        factory.start();
        world.apply("restore.yaml", "doomed", NOW);
        JsonNode told = world.awaitText(RESTORE, "doomed", "/status/phase", "Failed", watcher);
        assertThat(told.at("/status/message").asText()).isEqualTo("s3://odoo-backups/erp.zip does not exist");
        WatchedCluster.until(
                "the finalizer is gone",
                () -> Optional.of(world.get(RESTORE, "doomed"))
                        .filter(found -> found.at("/metadata/finalizers").isMissingNode()),
                watcher);
    }

    @Test
    void aTerminatedOneIsToldAsFailed() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        String id = started(world, "ended", NOW, watcher);
        world.temporal().newUntypedWorkflowStub(id).terminate("by hand");
        assertThat(world.awaitText(RESTORE, "ended", "/status/phase", "Failed", watcher)
                        .at("/status/message")
                        .asText())
                .contains("terminated from outside", "odooctl pairs");
    }

    @Test
    void anInstanceDoesNotShowATerminatedOperationAtWorkForEver() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        world.apply("production.yaml", "erp", "{'spec':{'initialSource':null}}");
        String id = started(world, "ended", NOW, watcher);
        world.kubectl()
                .patch(
                        "odooinstance",
                        "erp",
                        ("{'status':{'database':{'restoreStatus':'InProgress'},'operation':{'workflowId':'" + id
                                        + "','phase':'InProgress','percent':40}}}")
                                .replace('\'', '"'),
                        "--subresource=status")
                .orThrow();
        world.temporal().newUntypedWorkflowStub(id).terminate("by hand");
        JsonNode told = world.awaitText("odooinstance", "erp", "/status/operation/phase", "Failed", watcher);
        assertThat(told.at("/status/operation/percent").asInt()).isEqualTo(40);
        assertThat(told.at("/status/database/restoreStatus").asText()).isEqualTo("Failed");
        assertThat(told.at("/status/database/restoreMessage").asText()).contains("terminated from outside");
    }

    @Test
    void aNewProductionIsFilledFromItsSourceAndThenItsStagingFromIt() {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        world.apply("staging.yaml", "erp-staging", "{}");
        String waiting = "Waits for production " + world.namespace() + "/erp, which does not exist";
        world.awaitText("odooinstance", "erp-staging", "/status/database/restoreMessage", waiting, watcher);
        world.apply("production.yaml", "erp", "{}");
        String restore = "restore/" + world.namespace() + "/erp/" + world.uid("odooinstance", "erp");
        world.awaitWorkflow(restore, watcher);
        world.awaitText(
                "odooinstance",
                "erp-staging",
                "/status/database/restoreMessage",
                "Waits until production " + world.namespace() + "/erp has its first data",
                watcher);
        String clone =
                "staging-clone/" + world.namespace() + "/erp-staging/" + world.uid("odooinstance", "erp-staging");
        assertThat(world.workflow(clone)).isEmpty();

        world.kubectl()
                .patch(
                        "odooinstance",
                        "erp",
                        "{\"status\":{\"database\":{\"initialRestorationComplete\":true}}}",
                        "--subresource=status")
                .orThrow();
        assertThat(world.awaitWorkflow(clone, watcher).getWorkflowType()).isEqualTo("StagingClone");
        assertThat(world.input(clone))
                .hasToString("{\"instance\":\"" + world.namespace() + "/erp-staging\",\"ifUnused\":true}");
        world.awaitText("odooinstance", "erp-staging", "/status/operation/workflowId", clone, watcher);
        assertThat(world.get("odooinstance", "erp-staging")
                        .at("/metadata/annotations/bemade.io~1initial-operation")
                        .asText())
                .isEqualTo(clone);
        String removal = clone.replace("staging-clone/", "instance-removal/");
        world.kubectl()
                .run("delete", "odooinstance", "erp-staging", "--wait=false")
                .orThrow();
        world.awaitWorkflow(removal, watcher);
        assertThat(world.events(clone)).contains("WORKFLOW_EXECUTION_CANCEL_REQUESTED");
        assertThat(world.input(removal)).hasToString("{\"instance\":\"" + world.namespace() + "/erp-staging\"}");
        world.temporal().newUntypedWorkflowStub(removal).terminate("no worker is here to do it");
        world.awaitGone("odooinstance", "erp-staging", watcher);
    }

    @Test
    void anInstanceWhoseStatusWasLostIsNotFilledAgain() {
        WatchedCluster world = world();
        world.apply(
                "production.yaml",
                "erp",
                "{'metadata':{'annotations':{'bemade.io/initial-operation':'restore/elsewhere/erp/earlier-life'}}}");
        WatcherDaemon watcher = open(world.watcher());
        JsonNode told = world.awaitText("odooinstance", "erp", "/status/database/restoreStatus", "Failed", watcher);
        assertThat(told.at("/status/database/restoreMessage").asText()).contains("take the annotation away");
        assertThat(world.workflow("restore/" + world.namespace() + "/erp/" + world.uid("odooinstance", "erp")))
                .isEmpty();
    }

    @Test
    void aStagingElsewhereNeedsTheProductionsConsent() {
        WatchedCluster production = world();
        WatchedCluster staging = world();
        WatcherDaemon watcher = open(staging.watcher());
        production.apply("production.yaml", "erp", "{'spec':{'initialSource':null}}");
        staging.apply(
                "staging.yaml",
                "copy",
                "{'spec':{'database':{'stagingConfig':{'productionInstanceRef':{'name':'erp','namespace':'"
                        + production.namespace() + "'}}}}}");
        JsonNode told = staging.awaitText("odooinstance", "copy", "/status/database/restoreStatus", "Failed", watcher);
        assertThat(told.at("/status/database/restoreMessage").asText())
                .isEqualTo("production " + production.namespace() + "/erp does not let stagings in namespace "
                        + staging.namespace()
                        + " copy it: annotate it, or its namespace, with bemade.io/allow-staging-from="
                        + staging.namespace());
        String clone = "staging-clone/" + staging.namespace() + "/copy/" + staging.uid("odooinstance", "copy");
        assertThat(staging.workflow(clone)).isEmpty();
        production
                .kubectl()
                .run(
                        "annotate",
                        "namespace",
                        production.namespace(),
                        "bemade.io/allow-staging-from=" + staging.namespace())
                .orThrow();
        staging.awaitWorkflow(clone, watcher);
    }

    @Test
    void aLostApiServerIsWatchedAgain() throws IOException {
        WatchedCluster world = world();
        Cable cable = open(new Cable("10.244.0.1", 16443));
        WatcherDaemon watcher =
                open(world.watcher(Map.of("KUBECONFIG", through(world, cable).toString())));
        started(world, "before", NOW, watcher);
        cable.cut();
        world.apply("restore.yaml", "meanwhile", NOW);
        world.kubectl().run("delete", RESTORE, "before", "--wait=false").orThrow();
        WatchedCluster.until(
                "the watcher says that it sees nothing",
                () -> Optional.of(watcher.get("/readyz"))
                        .filter(reason -> reason.contains("odooinstance") && reason.contains(world.namespace())),
                watcher);
        cable.mend();
        world.awaitText(RESTORE, "meanwhile", "/status/phase", "Pending", watcher);
        world.awaitGone(RESTORE, "before", watcher);
        WatchedCluster.until("it is ready", () -> watcher.ready() ? Optional.of(true) : Optional.empty(), watcher);
    }

    @Test
    void aDeletionWaitsForTemporalUnlessItIsForced() {
        WatchedCluster world = world();
        Cable cable =
                open(new Cable("127.0.0.1", Integer.parseInt(world.address().split(":")[1])));
        WatcherDaemon watcher = open(world.watcher(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + cable.port())));
        String forced = started(world, "forced", NOW, watcher);
        String patient = started(world, "patient", NOW, watcher);
        cable.cut();
        world.kubectl()
                .run("delete", RESTORE, "forced", "patient", "--wait=false")
                .orThrow();
        Await.pause(3000);
        assertThat(world.get(RESTORE, "forced").isMissingNode()).isFalse();
        world.kubectl()
                .run("annotate", RESTORE, "forced", "bemade.io/force-delete=true")
                .orThrow();
        world.awaitGone(RESTORE, "forced", watcher);
        assertThat(world.get(RESTORE, "patient").isMissingNode()).isFalse();
        cable.mend();
        world.awaitGone(RESTORE, "patient", watcher);
        assertThat(world.events(patient)).contains("WORKFLOW_EXECUTION_CANCEL_REQUESTED");
        WatchedCluster.until(
                "the forced one is cancelled, too, by the news that it is gone",
                () -> Optional.of(world.events(forced))
                        .filter(events -> events.contains("WORKFLOW_EXECUTION_CANCEL_REQUESTED")),
                watcher);
    }

    @Test
    void anAskedForEndIsSoonAndInOrder() throws InterruptedException {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher());
        assertThat(watcher.get("/metrics"))
                .contains("odoo_watcher_resources 0", "odoo_watcher_blind 0")
                .contains("odoo_watcher_errors_total{resource=\"odooinstances\"} 0");
        assertThat(watcher.get("/healthz")).isEqualTo("ok\n");
        assertThat(watcher.end()).isLessThan(10_000);
        assertThat(watcher.log()).contains("Watcher ends").doesNotContain("Exception");
    }

    @Test
    void allThatIsWrongWithTheConfigurationIsSaidAtOnce() throws InterruptedException {
        WatchedCluster world = world();
        WatcherDaemon watcher = open(world.watcher(
                Map.of("ODOOCTL_NAMESPACES", "Shop", "ODOOCTL_WATCH_RESYNC", "soon", "ODOOCTL_LISTEN", "9464")));
        WatchedCluster.until(
                "it says so",
                () -> Optional.of(watcher.log())
                        .filter(log -> log.contains("ODOOCTL_NAMESPACES=\"Shop\" is not")
                                && log.contains("ODOOCTL_WATCH_RESYNC=\"soon\" is not")
                                && log.contains("ODOOCTL_LISTEN=\"9464\" is not")),
                watcher);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "odooinstancerestores | list | may not list odooinstancerestores in namespace",
                "odooinstancerestores | watch | may not watch odooinstancerestores in namespace",
                "odooinstancerestores | patch | may not patch odooinstancerestores in namespace",
                "odooinstancerestores/status | patch | may not patch the status of odooinstancerestores in namespace",
            })
    void aMissingVerbIsNamed(String resource, String verb, String sentence) throws IOException {
        WatchedCluster world = world();
        Path account = Account.without(world, resource, verb);
        WatcherDaemon watcher = open(world.watcher(Map.of("KUBECONFIG", account.toString())));
        world.apply("restore.yaml", "asked", NOW);
        WatchedCluster.until(
                "the log says what is missing",
                () -> Optional.of(watcher.log()).filter(log -> log.contains(sentence + " " + world.namespace())),
                watcher);
    }

    @Test
    void aProductionThatTheWatcherMayNotSeeIsNamedOnTheStaging() throws IOException {
        WatchedCluster world = world();
        WatchedCluster production = world();
        Path account = Account.without(world, "odooinstances", "get");
        WatcherDaemon watcher = open(world.watcher(Map.of("KUBECONFIG", account.toString())));
        world.apply(
                "staging.yaml",
                "copy",
                "{'spec':{'database':{'stagingConfig':{'productionInstanceRef':{'name':'erp','namespace':'"
                        + production.namespace() + "'}}}}}");
        assertThat(world.awaitText("odooinstance", "copy", "/status/database/restoreStatus", "Failed", watcher)
                        .at("/status/database/restoreMessage")
                        .asText())
                .contains("may not get odooinstances in namespace " + production.namespace());
    }

    /** @return its workflow id, when the status names it */
    private static String started(WatchedCluster world, String name, String change, WatcherDaemon watcher) {
        world.apply("restore.yaml", name, change);
        String id = "restore/" + world.namespace() + "/erp/" + world.uid(RESTORE, name);
        world.awaitText(RESTORE, name, "/status/workflowId", id, watcher);
        assertThat(world.workflow(id).orElseThrow().getStatus())
                .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        return id;
    }

    private static Path through(WatchedCluster world, Cable cable) throws IOException {
        String config = Files.readString(world.kubectl().kubeconfig());
        return Files.writeString(
                world.directory().resolve("through-cable"),
                config.replaceAll("server: .*", "server: https://127.0.0.1:" + cable.port()));
    }

    private WatchedCluster world() {
        return open(WatchedCluster.create(stack, "w" + worlds++));
    }

    private <T extends AutoCloseable> T open(T thing) {
        opened.push(thing);
        return thing;
    }

    static List<String> kinds() {
        return List.of("odooinstances", "odooinstancerestores", "odooinstancereloads", "odooinstancerollbacks");
    }
}
