package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bemade.odoo.activities.kubernetes.KubernetesStatuses;
import io.bemade.odoo.activities.port.Statuses.Holding;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.KeptPair.State;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.client.WorkflowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is written to a real API server, for operations that a real Temporal knows and nobody works at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesStatusesE2E {
    private static final String RESTORE = "odoorestore";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Optional<String> SOURCE = Optional.of("s3://odoo-backups/erp.zip");

    /** All that is needed, as docs/rbac.md has it. */
    private static final Map<String, String> VERBS = Map.of(
            "odooinstances.bemade.io", "get",
            "odooinstancerestores.bemade.io", "get",
            "odooinstances.bemade.io/status", "patch",
            "odooinstancerestores.bemade.io/status", "patch");

    private WatchedCluster world;
    private Config config;
    private KubernetesClient client;
    private KubernetesStatuses statuses;

    @BeforeAll
    void begin() {
        RealStack stack = RealStack.require();
        world = WatchedCluster.create(stack, "statuses");
        config = Config.fromKubeconfig(world.kubectl().kubeconfig().toFile());
        client = new KubernetesClientBuilder().withConfig(config).build();
        statuses = new KubernetesStatuses(client, world.temporal(), Await.LONGEST);
    }

    @AfterAll
    void end() {
        if (client != null) {
            client.close();
            world.close();
        }
    }

    @Test
    void anOperationIsShownToWhoAskedAndOnTheInstance() {
        instance("erp");
        String operation = asked("one", "erp");
        statuses.show(word(operation, "erp", Phase.WAITING, 0));
        assertThat(phase("one")).isEqualTo("Pending");
        statuses.show(word(operation, "erp", Phase.SWITCHING, 9));
        assertThat(phase("one")).isEqualTo("InProgress");
        assertThat(status(RESTORE, "one").at("/workflowId").asText()).isEqualTo(operation);
        assertThat(status(RESTORE, "one").at("/progress").asInt()).isEqualTo(90);
        assertThat(status(RESTORE, "one").at("/conditions/0/observedGeneration").asInt())
                .isEqualTo(1);
        assertThat(status("odooinstance", "erp").at("/operation/phase").asText())
                .isEqualTo("InProgress");
        assertThat(status("odooinstance", "erp").at("/database/restoreMessage").asText())
                .isEqualTo("The operation switches the instance to the pair");
        statuses.show(word(operation, "erp", Phase.COMPLETED, 20));
        assertThat(phase("one")).isEqualTo("Completed");
        assertThat(status("odooinstance", "erp")
                        .at("/database/lastRestoreSource")
                        .asText())
                .isEqualTo("s3://odoo-backups/erp.zip");
        assertThat(world.kubectl().run("get", "odoo,odoorestore").orThrow())
                .containsPattern("erp +production +erp-1a2b3c4d +Completed")
                .containsPattern("one +erp +Completed +100 +Served from erp-1a2b3c4d");
    }

    @Test
    void anEndingIsNotTakenBackByAnOlderWord() {
        instance("ended");
        String operation = asked("two", "ended");
        statuses.show(word(operation, "ended", Phase.LOADING, 0));
        statuses.show(word(operation, "ended", Phase.FAILED, 9));
        JsonNode failed = status(RESTORE, "two");
        JsonNode instance = status("odooinstance", "ended");
        statuses.show(word(operation, "ended", Phase.PROVING, 5));
        assertThat(status(RESTORE, "two")).isEqualTo(failed);
        assertThat(status("odooinstance", "ended")).isEqualTo(instance);
        statuses.show(word(operation, "ended", Phase.FAILED, 9));
        assertThat(status(RESTORE, "two")).as("said twice").isEqualTo(failed);
    }

    @Test
    void anotherResourceOfTheSameNameIsNotMeant() {
        instance("reborn");
        String operation = asked("three", "reborn");
        world.kubectl().run("delete", RESTORE, "three").orThrow();
        statuses.show(word(operation, "reborn", Phase.LOADING, 0));
        world.apply("restore.yaml", "three", "{'spec':{'targetInstance':'reborn'}}");
        statuses.show(word(operation, "reborn", Phase.PROVING, 1));
        assertThat(world.get(RESTORE, "three").at("/status").isMissingNode()).isTrue();
        assertThat(status("odooinstance", "reborn").at("/operation/workflowId").asText())
                .isEqualTo(operation);
    }

    @Test
    void withoutAnAskerOrAnInstanceThereIsNothingToWrite() {
        instance("byhand");
        String byHand = start(Map.of(), "byhand");
        statuses.show(word(byHand, "byhand", Phase.LOADING, 0));
        assertThat(status("odooinstance", "byhand").at("/operation/workflowId").asText())
                .isEqualTo(byHand);
        statuses.show(word(byHand, "gone", Phase.LOADING, 0));
        statuses.show(word("restore/that/never/was", "gone", Phase.LOADING, 0));
        statuses.show(ref("gone"), () -> {
            throw new AssertionError("nobody wants to know");
        });
    }

    @Test
    void whatWasWrittenMeanwhileStaysAndTheTruthIsAskedAgain() {
        instance("busy");
        AtomicInteger asked = new AtomicInteger();
        statuses.show(ref("busy"), () -> {
            if (asked.incrementAndGet() == 1) {
                world.kubectl()
                        .patch(
                                "odooinstance",
                                "busy",
                                "{\"status\":{\"operation\":{\"workflowId\":\"restore/meanwhile\"}}}",
                                "--subresource=status")
                        .orThrow();
            }
            return holding("busy");
        });
        assertThat(asked).hasValue(2);
        assertThat(status("odooinstance", "busy").at("/operation/workflowId").asText())
                .isEqualTo("restore/meanwhile");
        assertThat(status("odooinstance", "busy")
                        .at("/storage/previous/0/scheduledForDeletionAt")
                        .asText())
                .isEqualTo("2026-11-28T12:00:00Z");
    }

    @Test
    void whatWasWipedIsFoundAgainAndWhatIsGoneIsTakenAway() {
        instance("wiped");
        statuses.show(ref("wiped"), () -> holding("wiped"));
        JsonNode before = status("odooinstance", "wiped");
        world.kubectl()
                .patch("odooinstance", "wiped", "{\"status\":null}", "--subresource=status")
                .orThrow();
        statuses.show(ref("wiped"), () -> holding("wiped"));
        assertThat(status("odooinstance", "wiped")).isEqualTo(before);
        statuses.show(ref("wiped"), () -> new Holding(holding("wiped").description(), List.of()));
        assertThat(status("odooinstance", "wiped").at("/storage/previous").size())
                .isZero();
        assertThat(status("odooinstance", "wiped")
                        .at("/storage/current/createdAt")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void theVerbsOfTheWorkersRoleAreEnough() {
        instance("allowed");
        String operation = asked("five", "allowed");
        try (KubernetesClient worker = Account.acting(world.kubectl(), client, "worker", VERBS)) {
            KubernetesStatuses limited = new KubernetesStatuses(worker, world.temporal(), Await.LONGEST);
            limited.show(word(operation, "allowed", Phase.LOADING, 0));
            limited.show(ref("allowed"), () -> holding("allowed"));
        }
        assertThat(phase("five")).isEqualTo("InProgress");
        assertThat(status("odooinstance", "allowed")
                        .at("/storage/current/database")
                        .asText())
                .isEqualTo("erp-1a2b3c4d");
    }

    @Test
    void whoMayNotWriteWritesNothingAndGoesOn() {
        instance("forbidden");
        String operation = asked("six", "forbidden");
        try (KubernetesClient worker = Account.acting(
                world.kubectl(),
                client,
                "powerless",
                Map.of("odooinstances.bemade.io", "get", "odooinstances.bemade.io/status", "patch"))) {
            KubernetesStatuses limited = new KubernetesStatuses(worker, world.temporal(), Await.LONGEST);
            limited.show(word(operation, "forbidden", Phase.LOADING, 0));
        }
        assertThat(world.get(RESTORE, "six").at("/status").isMissingNode()).isTrue();
        assertThat(status("odooinstance", "forbidden").at("/operation/phase").asText())
                .as("what it may write")
                .isEqualTo("InProgress");
    }

    @Test
    void anApiServerThatIsNotThereIsNotWaitedFor() {
        Cable cable = new Cable("10.244.0.1", 16443);
        cable.cut();
        try (cable;
                KubernetesClient cut = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(config)
                                .withMasterUrl("https://127.0.0.1:" + cable.port())
                                .build())
                        .build()) {
            KubernetesStatuses blind = new KubernetesStatuses(cut, world.temporal(), KubernetesStatuses.PATIENCE);
            long begun = System.nanoTime();
            assertThatThrownBy(() -> blind.show(ref("erp"), () -> holding("erp")))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private void instance(String name) {
        world.apply("production.yaml", name, "{'spec':{'initialSource':null}}");
    }

    /** A restore as the watcher starts it. */
    private String asked(String name, String instance) {
        world.apply("restore.yaml", name, "{'spec':{'targetInstance':'" + instance + "'}}");
        ResourceRef asker = new ResourceRef("OdooInstanceRestore", world.namespace(), name, world.uid(RESTORE, name));
        return start(Map.of(ResourceRef.MEMO, asker), instance);
    }

    private String start(Map<String, Object> memo, String instance) {
        String id = "restore/" + world.namespace() + "/" + instance + "/" + UUID.randomUUID();
        world.temporal()
                .newUntypedWorkflowStub(
                        "Restore",
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(world.queue())
                                .setWorkflowId(id)
                                .setMemo(memo)
                                .setWorkflowExecutionTimeout(Duration.ofMinutes(10))
                                .build())
                .start();
        return id;
    }

    private Word word(String operation, String instance, Phase phase, int second) {
        return new Word(
                operation,
                new Operation.Status(
                        "Restore",
                        Optional.of(ref(instance)),
                        phase,
                        NOON.plusSeconds(second),
                        List.of(),
                        Optional.of(pair(instance, "erp-1a2b3c4d")),
                        phase == Phase.FAILED ? "It broke" : ""),
                SOURCE);
    }

    private Holding holding(String name) {
        InstanceDescription description = new InstanceDescription(
                ref(name),
                InstanceType.PRODUCTION,
                List.of("erp.example.com"),
                "main",
                "odoo",
                Optional.empty(),
                Optional.empty(),
                Optional.of(pair(name, "erp-1a2b3c4d")),
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(7));
        return new Holding(
                description,
                List.of(
                        kept(pair(name, "erp-1a2b3c4d"), State.CURRENT, Optional.empty()),
                        kept(pair(name, "erp-0badcafe"), State.RETAINED, Optional.of(NOON.plus(Duration.ofDays(7))))));
    }

    private static KeptPair kept(StoragePair pair, State state, Optional<Instant> deleteAt) {
        return new KeptPair(pair, state, "restore/x", NOON, false, deleteAt.map(time -> NOON), deleteAt, 1);
    }

    private static StoragePair pair(InstanceRef instance, String database) {
        return new StoragePair(
                instance, "main", new DatabaseName(database), new FilestoreName("odoo-data-" + database));
    }

    private StoragePair pair(String instance, String database) {
        return pair(ref(instance), database);
    }

    private InstanceRef ref(String name) {
        return new InstanceRef(world.namespace(), name);
    }

    private String phase(String name) {
        return status(RESTORE, name).at("/phase").asText();
    }

    private JsonNode status(String kind, String name) {
        return world.get(kind, name).at("/status");
    }
}
