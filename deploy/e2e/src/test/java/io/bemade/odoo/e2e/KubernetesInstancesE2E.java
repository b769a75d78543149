package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.activities.kubernetes.KubernetesInstances;
import io.bemade.odoo.activities.kubernetes.KubernetesSecrets;
import io.bemade.odoo.activities.kubernetes.Patience;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instances on a real cluster: found, described, fenced, stopped, pointed, started, waited for, told about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubernetesInstancesE2E {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final Patience SHORT = new Patience(Await.LONGEST, Duration.ofSeconds(6), Await.LONGEST);
    private static final String OPERATION = "restore/shop/erp/1";

    /** All that is needed, as docs/kubernetes.md has it. */
    private static final Map<String, String> VERBS = Map.of(
            "odooinstances.bemade.io", "get,list",
            "deployments.apps", "get,list,patch",
            "pods", "list",
            "pods/log", "get",
            "secrets", "get",
            "events", "create",
            "namespaces", "get");

    private Kubectl kubectl;
    private Config config;
    private KubernetesClient client;
    private KubernetesInstances instances;

    @BeforeAll
    void prepare() {
        kubectl = Kubectl.of(
                RealStack.require(), "k8si-" + ProcessHandle.current().pid());
        kubectl.define();
        kubectl.run("create", "namespace", kubectl.namespace()).orThrow();
        StandIn.share(kubectl);
        config = Config.fromKubeconfig(kubectl.kubeconfig().toFile());
        client = new KubernetesClientBuilder().withConfig(config).build();
        instances = instances(client, SHORT);
    }

    @AfterAll
    void cleanUp() {
        if (client != null) {
            client.close();
            kubectl.deleteNamespace();
        }
    }

    @Test
    void describesWhatTheDeploymentSays() {
        standIn("described").withCron().with("REPLICAS", "0").apply();
        InstanceDescription description = instances.describe(ref("described"));
        assertThat(description)
                .isEqualTo(new InstanceDescription(
                        ref("described"),
                        InstanceType.PRODUCTION,
                        List.of("erp.example.com"),
                        "main",
                        "erp",
                        Optional.empty(),
                        Optional.of(19),
                        Optional.of(pair("described", "described-old", "old-data")),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofDays(3)));
        assertThat(instances.list()).contains(ref("described"));
    }

    @Test
    void describesAnInstanceThatNeverHadAnything() {
        standIn("fresh").with("REPLICAS", "0").with("ARGS", "[odoo]").apply();
        assertThat(instances.describe(ref("fresh")).current()).isEmpty();
    }

    @Test
    void aStagingKnowsItsProduction() {
        standIn("copy").with("REPLICAS", "0").apply();
        kubectl.patch(
                        "odooinstance",
                        "copy",
                        "{\"spec\":{\"instanceType\":\"staging\",\"database\":{\"nameOverride\":\"copies\","
                                + "\"stagingConfig\":{\"productionInstanceRef\":{\"name\":\"erp\"}}}}}")
                .orThrow();
        InstanceDescription description = instances.describe(ref("copy"));
        assertThat(description.type()).isEqualTo(InstanceType.STAGING);
        assertThat(description.production()).contains(ref("erp"));
        assertThat(description.databaseNamePrefix()).contains("copies");
        assertThat(description.productionRefusal()).isEmpty();
    }

    @Test
    void aProductionInAnotherNamespaceMustAllowItAndItsFilesBeWithinReach() {
        String other = kubectl.namespace() + "-prod";
        kubectl.run("create", "namespace", other).orThrow();
        try {
            standIn("reaching").with("REPLICAS", "0").apply();
            kubectl.patch(
                            "odooinstance",
                            "reaching",
                            "{\"spec\":{\"instanceType\":\"staging\",\"database\":{\"stagingConfig\":"
                                    + "{\"productionInstanceRef\":{\"name\":\"erp\",\"namespace\":\"" + other
                                    + "\"}}}}}")
                    .orThrow();
            assertThat(instances.describe(ref("reaching")).productionRefusal())
                    .contains("production " + other + "/erp does not let stagings in namespace " + kubectl.namespace()
                            + " copy it: annotate it, or its namespace, with bemade.io/allow-staging-from="
                            + kubectl.namespace());
            try (KubernetesClient limited = worker("near-sighted", VERBS)) {
                assertThat(instances(limited, SHORT)
                                .describe(ref("reaching"))
                                .productionRefusal()
                                .orElseThrow())
                        .contains("may not get odooinstances.bemade.io in namespace " + other);
            }
            kubectl.run("annotate", "namespace", other, "bemade.io/allow-staging-from=" + kubectl.namespace())
                    .orThrow();
            InstanceDescription allowed = instances.describe(ref("reaching"));
            assertThat(allowed.production()).contains(new InstanceRef(other, "erp"));
            assertThat(allowed.productionRefusal().orElseThrow())
                    .contains("reaching names no class for it: give it a spec.filestore.snapshotClass");
            kubectl.patch("odooinstance", "reaching", "{\"spec\":{\"filestore\":{\"snapshotClass\":\"csi-dir\"}}}")
                    .orThrow();
            assertThat(instances.describe(ref("reaching")).productionRefusal()).isEmpty();
        } finally {
            kubectl.run("delete", "namespace", other, "--wait=false");
        }
    }

    @Test
    void switchesToAnotherPairAndBackToExactlyWhatWasThere() {
        standIn("switched").withCron().with("REPLICAS", "2").apply();
        instances.awaitReady(ref("switched"), Pulse.none());
        JsonNode web = deployment("switched");
        JsonNode cron = deployment("switched-cron");
        StoragePair fresh = pair("switched", "erp.example.com-1a2b3c4d", "odoo-data-erp-1a2b3c4d");

        instances.fence(ref("switched"), 7);
        assertThat(instances.serving(ref("switched"), Pulse.none())).isTrue();
        instances.stop(ref("switched"), 7, Pulse.none());
        assertThat(pods("switched")).isEmpty();
        assertThat(pods("switched-cron")).isEmpty();
        assertThat(instances.serving(ref("switched"), Pulse.none())).isFalse();
        instances.stop(ref("switched"), 7, Pulse.none());
        long generation = deployment("switched").at("/metadata/generation").asLong();
        instances.point(fresh, OPERATION, 7);
        instances.point(fresh, OPERATION, 7);
        assertThat(deployment("switched").at("/metadata/generation").asLong())
                .as("one change")
                .isEqualTo(generation + 1);
        instances.start(ref("switched"), 7, Pulse.none());
        instances.start(ref("switched"), 7, Pulse.none());
        instances.awaitReady(ref("switched"), Pulse.none());
        assertThat(instances.describe(ref("switched")).current()).contains(fresh);
        for (String name : List.of("switched", "switched-cron")) {
            JsonNode pointed = deployment(name);
            assertThat(pointed.at("/spec/replicas").asInt()).isEqualTo(2);
            assertThat(annotation(name, "bemade.io/before-switch"))
                    .contains("old-data")
                    .doesNotContain("marker");
            assertThat(pointed.at("/spec/strategy/type").asText()).isEqualTo("Recreate");
            assertThat(pointed.at("/spec/template/spec/containers/1/args").toString())
                    .isEqualTo("[\"odoo\",\"--database=erp.example.com-1a2b3c4d\",\"--workers=2\","
                            + "\"--db-filter=^erp\\\\.example\\\\.com-1a2b3c4d$\",\"--no-database-list\"]");
        }

        instances.stop(ref("switched"), 7, Pulse.none());
        instances.pointBack(fresh, OPERATION, 7);
        instances.pointBack(fresh, OPERATION, 7);
        instances.start(ref("switched"), 7, Pulse.none());
        instances.awaitReady(ref("switched"), Pulse.none());
        assertThat(deployment("switched").get("spec")).isEqualTo(web.get("spec"));
        assertThat(deployment("switched-cron").get("spec")).isEqualTo(cron.get("spec"));
        assertThat(deployment("switched").at("/metadata/annotations").properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(key -> key.startsWith("bemade.io")))
                .containsExactly("bemade.io/ticket");
    }

    @Test
    void switchesByVariablesAndBack() {
        standIn("variables")
                .with("REPLICAS", "0")
                .with("ARGS", "[]")
                .with("ENV", "[{name: PGDATABASE, value: variables-old}, {name: HOST, value: db}]")
                .apply();
        JsonNode before = deployment("variables").get("spec");
        StoragePair fresh = pair("variables", "erp-1a2b3c4d", "odoo-data-erp-1a2b3c4d");
        assertThat(instances.describe(ref("variables")).current())
                .contains(pair("variables", "variables-old", "old-data"));
        instances.point(fresh, OPERATION, 1);
        assertThat(instances.describe(ref("variables")).current()).contains(fresh);
        assertThat(deployment("variables")
                        .at("/spec/template/spec/containers/1/env/0/value")
                        .asText())
                .isEqualTo("erp-1a2b3c4d");
        instances.pointBack(fresh, OPERATION, 1);
        assertThat(deployment("variables").get("spec")).isEqualTo(before);
    }

    @Test
    void anotherOperationsChangeIsNotUndone() {
        standIn("keyed").with("REPLICAS", "0").apply();
        StoragePair fresh = pair("keyed", "keyed-1a2b3c4d", "odoo-data-erp-1a2b3c4d");
        instances.point(fresh, OPERATION, 1);
        JsonNode pointed = deployment("keyed").get("spec");
        instances.pointBack(fresh, "restore/shop/erp/2", 1);
        assertThat(deployment("keyed").get("spec")).isEqualTo(pointed);
    }

    @Test
    void anOlderTicketChangesNothing() {
        standIn("fenced").withCron().apply();
        StoragePair fresh = pair("fenced", "fenced-1a2b3c4d", "odoo-data-erp-1a2b3c4d");
        instances.fence(ref("fenced"), 9);
        List<JsonNode> before = List.of(
                deployment("fenced").get("spec"), deployment("fenced-cron").get("spec"));
        List<ThrowingCallable> late = List.of(
                () -> instances.fence(ref("fenced"), 8),
                () -> instances.stop(ref("fenced"), 8, Pulse.none()),
                () -> instances.start(ref("fenced"), 8, Pulse.none()),
                () -> instances.point(fresh, OPERATION, 8),
                () -> instances.pointBack(fresh, OPERATION, 8));
        for (ThrowingCallable call : late) {
            assertThat(failure(call)).hasMessageContaining("ticket 9; this one has 8");
            assertThat(failure(call).code()).isEqualTo(ErrorCode.FENCED_OFF);
        }
        assertThat(List.of(
                        deployment("fenced").get("spec"),
                        deployment("fenced-cron").get("spec")))
                .isEqualTo(before);
        instances.fence(ref("fenced"), 9);
        instances.fence(ref("fenced"), 10);
        assertThat(annotation("fenced-cron", "bemade.io/ticket")).isEqualTo("10");
    }

    @Test
    void whatSomebodyElseChangesInBetweenIsNotLost() {
        standIn("contended").with("REPLICAS", "0").apply();
        AtomicInteger patches = new AtomicInteger();
        try (KubernetesClient disturbed = Meddler.beforeEach("PATCH", config, () -> {
            if (patches.incrementAndGet() <= 3) {
                kubectl.patch(
                                "deployment",
                                "contended",
                                "{\"metadata\":{\"annotations\":{\"seen\":\"" + patches.get()
                                        + "\"}},\"spec\":{\"paused\":true}}")
                        .orThrow();
            }
        })) {
            instances(disturbed, SHORT)
                    .point(pair("contended", "contended-1a2b3c4d", "odoo-data-erp-1a2b3c4d"), OPERATION, 1);
        }
        assertThat(patches).as("the Deployment's controller may be faster, too").hasValueGreaterThanOrEqualTo(4);
        assertThat(annotation("contended", "seen")).isEqualTo("3");
        assertThat(deployment("contended").at("/spec/paused").asBoolean()).isTrue();
        assertThat(instances.describe(ref("contended")).current().orElseThrow().database())
                .isEqualTo(new DatabaseName("contended-1a2b3c4d"));
    }

    @Test
    void aNewerTicketThatComesInBetweenWins() {
        standIn("overtaken").with("REPLICAS", "0").apply();
        try (KubernetesClient disturbed =
                Meddler.beforeEach("PATCH", config, () -> instances.fence(ref("overtaken"), 5))) {
            OrchestratorException failure = failure(() -> instances(disturbed, SHORT)
                    .point(pair("overtaken", "overtaken-1a2b3c4d", "odoo-data-erp-1a2b3c4d"), OPERATION, 4));
            assertThat(failure.code()).isEqualTo(ErrorCode.FENCED_OFF);
        }
        assertThat(instances.describe(ref("overtaken")).current())
                .contains(pair("overtaken", "overtaken-old", "old-data"));
    }

    @Test
    void anImageThatCannotBePulledIsReportedWithItsReason() {
        standIn("unpulled").with("IMAGE", "localhost/not-there:1").apply();
        assertNotReady("unpulled", "ImagePull", "localhost/not-there:1");
    }

    @Test
    void aCrashLoopIsReportedWithTheLastWordsAndWithoutPasswords() {
        standIn("crashing").with("ARGS", "[odoo, --database=crashing]").apply();
        OrchestratorException failure =
                assertNotReady("crashing", "CrashLoopBackOff", "with status 3", "database crash is not there");
        assertThat(failure).hasMessageContaining("logs in with ***").message().doesNotContain("marker");
    }

    @Test
    void scheduledActionsThatCrashAreReportedToo() {
        standIn("background").withCron().apply();
        instances.awaitReady(ref("background"), Pulse.none());
        kubectl.run("set", "env", "deployment/background-cron", "-c", "odoo", "PGDATABASE==crash")
                .orThrow();
        assertNotReady("background", "pod background-cron-", "CrashLoopBackOff", "database crash is not there");
    }

    @Test
    void aLogThatMayNotBeCleanedIsNotShown() {
        standIn("unclean")
                .with("ARGS", "[odoo, --database=crashing]")
                .with("ENV", "[{name: PASSWORD, valueFrom: {secretKeyRef: {name: erp-role, key: password}}}]")
                .apply();
        try (KubernetesClient blind = worker("blind", changed(VERBS, "secrets", "list"))) {
            assertThat(failure(() -> instances(blind, SHORT).awaitReady(ref("unclean"), Pulse.none())))
                    .hasMessageContaining("its log is not shown, for")
                    .hasMessageContaining("may not get secrets in namespace " + kubectl.namespace())
                    .message()
                    .doesNotContain("marker");
        }
        assertNotReady("unclean", "logs in with ***");
    }

    @Test
    void aPodForWhichThereIsNoRoomIsReported() {
        standIn("homeless").with("POD", "nodeSelector: {moon: dark}").apply();
        assertNotReady("homeless", "Unschedulable", "node(s) didn't match");
    }

    @Test
    void aPodThatMayNotBeMadeIsReported() {
        standIn("unmade").with("POD", "serviceAccountName: nobody").apply();
        assertNotReady("unmade", "no pod can be made", "serviceaccount", "nobody");
    }

    @Test
    void anOdooThatRunsAndShowsNothingIsNotReady() {
        standIn("blank").with("ARGS", "[odoo, --database=blank]").apply();
        Await.until(
                "its pod runs",
                () -> deployment("blank").at("/status/availableReplicas").asInt() == 1);
        Patience impatient = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(6), Duration.ofSeconds(60));
        OrchestratorException failure =
                failure(() -> instances(client, impatient).awaitReady(ref("blank"), Pulse.none()));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_READY);
        assertThat(failure).hasMessageContaining("/web/login answered 404");
        assertThat(instances.serving(ref("blank"), Pulse.none())).isFalse();
    }

    @Test
    void aPodThatWillNotGoIsNamed() {
        standIn("stubborn").with("GRACE", "25").apply();
        instances.awaitReady(ref("stubborn"), Pulse.none());
        String pod = pods("stubborn");
        Patience impatient = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(6), Duration.ofSeconds(2));
        OrchestratorException failure =
                failure(() -> instances(client, impatient).stop(ref("stubborn"), 1, Pulse.none()));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(pod).isNotEmpty();
        assertThat(failure).hasMessageContaining(pod);
        long begun = System.nanoTime();
        assertThat(failure(() -> instances.stop(ref("stubborn"), 1, Pulse.until(() -> true)))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aStrangersPodWithTheSameLabelsIsNotWaitedFor() {
        standIn("labelled").apply();
        kubectl.run("run", "stranger", "--image=localhost/busybox:1", "--labels=app=labelled", "--", "sleep", "1000")
                .orThrow();
        instances.stop(ref("labelled"), 1, Pulse.none());
        assertThat(pods("labelled")).isEqualTo("stranger");
    }

    @Test
    void aStoppedInstanceIsStartedWithOnePod() {
        standIn("asleep").with("REPLICAS", "0").apply();
        instances.stop(ref("asleep"), 1, Pulse.none());
        instances.start(ref("asleep"), 1, Pulse.none());
        assertThat(deployment("asleep").at("/spec/replicas").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "get;list, patch, deployments.apps",
        "patch;list, get, deployments.apps",
        "list, get, odooinstances.bemade.io",
        "get, list, pods",
        "list, get, secrets",
    })
    void aMissingVerbIsNamed(String verbs, String missing, String resource) {
        standIn("denied").with("REPLICAS", "0").apply();
        String account = "without-" + missing + "-" + resource;
        try (KubernetesClient limited = worker(account, changed(VERBS, resource, verbs.replace(';', ',')))) {
            KubernetesInstances ours = instances(limited, SHORT);
            OrchestratorException failure = failure(() -> {
                ours.describe(ref("denied"));
                ours.stop(ref("denied"), 1, Pulse.none());
            });
            assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(failure)
                    .hasMessageContaining("system:serviceaccount:" + kubectl.namespace() + ":" + account + " may not "
                            + missing + " " + resource + " in namespace " + kubectl.namespace());
        }
    }

    @Test
    void theVerbsOfTheDocumentationAreEnough() {
        standIn("modest").withCron().apply();
        StoragePair fresh = pair("modest", "crash-1a2b3c4d", "odoo-data-erp-1a2b3c4d");
        try (KubernetesClient limited = worker("modest", VERBS)) {
            KubernetesInstances ours = instances(limited, SHORT);
            ours.describe(ref("modest"));
            ours.fence(ref("modest"), 1);
            ours.stop(ref("modest"), 1, Pulse.none());
            ours.point(fresh, OPERATION, 1);
            ours.start(ref("modest"), 1, Pulse.none());
            assertThat(failure(() -> ours.awaitReady(ref("modest"), Pulse.none())))
                    .hasMessageContaining("database crash is not there");
            ours.stop(ref("modest"), 1, Pulse.none());
            ours.pointBack(fresh, OPERATION, 1);
            ours.start(ref("modest"), 1, Pulse.none());
            ours.awaitReady(ref("modest"), Pulse.none());
            assertThat(ours.serving(ref("modest"), Pulse.none())).isTrue();
            ours.announce(new Announcement(ref("modest"), OPERATION, false, "It was switched back."));
        }
    }

    @Test
    void aListingOfTheWholeClusterThatIsForbiddenSaysSo() {
        try (KubernetesClient limited = worker("local", VERBS)) {
            assertThat(failure(() -> new KubernetesInstances(limited, Set.of(), SHORT).list()))
                    .hasMessageContaining("may not list odooinstances.bemade.io in the whole cluster");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(failure(() -> instances.describe(ref("nobody"))))
                .hasMessage("there is no odooinstances.bemade.io nobody in namespace " + kubectl.namespace()
                        + ": create it, or correct the name");
        standIn("bodiless").applyInstance();
        OrchestratorException failure = failure(() -> instances.fence(ref("bodiless"), 1));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure).hasMessageContaining("deployments.apps bodiless in namespace " + kubectl.namespace());
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailable() {
        Config nobody = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient deaf =
                new KubernetesClientBuilder().withConfig(nobody).build()) {
            assertThat(failure(() -> instances(deaf, SHORT).describe(ref("erp")))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    @Test
    void twoInstancesWithOneDatabaseAreRefused() {
        standIn("twin-a")
                .with("REPLICAS", "0")
                .with("ARGS", "[-d, twins]")
                .with("SERVER", "twins")
                .apply();
        standIn("twin-b")
                .with("REPLICAS", "0")
                .with("ARGS", "[-d, twins]")
                .with("SERVER", "twins")
                .apply();
        standIn("twin-c")
                .with("REPLICAS", "0")
                .with("ARGS", "[-d, twins]")
                .with("SERVER", "other")
                .apply();
        OrchestratorException failure = failure(() -> instances.describe(ref("twin-a")));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_OURS);
        assertThat(failure).hasMessageContaining("twin-b").hasMessageContaining("both name database twins");
        assertThat(failure(() -> instances.remains(ref("twin-a")))).hasMessage(failure.getMessage());
        assertThat(instances.describe(ref("twin-c")).current()).isPresent();
    }

    @Test
    void ofAnInstanceInRuinsOneDeploymentSaysWhatItUsed() {
        standIn("ruins").withCron().with("REPLICAS", "0").apply();
        Optional<StoragePair> used = instances.remains(ref("ruins")).current();
        assertThat(used).contains(pair("ruins", "ruins-old", "old-data"));
        kubectl.run("delete", "deployment", "ruins").orThrow();
        assertThat(instances.remains(ref("ruins")).current()).isEqualTo(used);
        kubectl.run("delete", "deployment", "ruins-cron").orThrow();
        assertThat(instances.remains(ref("ruins")).current()).isEmpty();
    }

    @Test
    void twoInstancesWithOneDeploymentAreRefused() {
        standIn("joined-a").with("REPLICAS", "0").apply();
        standIn("joined-b").with("WEB", "joined-a").with("SERVER", "other").applyInstance();
        assertThat(failure(() -> instances.describe(ref("joined-a"))))
                .hasMessageContaining("joined-b both refer to deployment joined-a");
    }

    @Test
    void whatIsToldTwiceIsOneEvent() {
        standIn("told").applyInstance();
        Announcement good = new Announcement(ref("told"), OPERATION, true, "Restored from s3://b/k.");
        instances.announce(good);
        instances.announce(good);
        instances.announce(new Announcement(ref("told"), OPERATION, false, "x".repeat(3000)));
        String described = kubectl.run("describe", "odooinstance", "told").orThrow();
        assertThat(described).containsOnlyOnce("Restored from s3://b/k. (" + OPERATION + ")");
        assertThat(described).containsPattern("Normal +Operation ").containsPattern("Warning +OperationFailed ");
    }

    /** As of a removal that fails: its instance is let go all the same. */
    @Test
    void whatIsToldOfAnInstanceThatGoesOutlivesIt() {
        standIn("going").applyInstance();
        kubectl.patch("odooinstance", "going", "{\"metadata\":{\"finalizers\":[\"bemade.io/cancel-operation\"]}}")
                .orThrow();
        kubectl.run("delete", "odooinstance", "going", "--wait=false").orThrow();
        instances.announce(new Announcement(ref("going"), OPERATION, false, "Not everything was deleted."));
        kubectl.patch("odooinstance", "going", "{\"metadata\":{\"finalizers\":null}}")
                .orThrow();
        assertThat(kubectl.get("odooinstance", "going").isMissingNode()).isTrue();
        assertThat(kubectl.run("get", "events", "--field-selector", "involvedObject.name=going,reason=OperationFailed")
                        .orThrow())
                .contains("Warning", "Not everything was deleted.");
    }

    @Test
    void readsSecretsByName() {
        KubernetesSecrets secrets = new KubernetesSecrets(client);
        assertThat(secrets.get(kubectl.namespace(), "erp-role").require("password"))
                .isEqualTo("role-marker-password");
        assertThatThrownBy(() -> secrets.get(kubectl.namespace(), "no-such"))
                .hasMessage("there is no secret no-such: create it in namespace " + kubectl.namespace()
                        + " with one value a key");
        assertThatThrownBy(() -> secrets.get(kubectl.namespace(), "../erp"))
                .hasMessageContaining("not a secret's name");
    }

    private StandIn standIn(String name) {
        return StandIn.of(kubectl, name);
    }

    private KubernetesInstances instances(KubernetesClient client, Patience patience) {
        return new KubernetesInstances(client, Set.of(kubectl.namespace()), patience);
    }

    private InstanceRef ref(String name) {
        return new InstanceRef(kubectl.namespace(), name);
    }

    private StoragePair pair(String instance, String database, String claim) {
        return new StoragePair(ref(instance), "main", new DatabaseName(database), new FilestoreName(claim));
    }

    private OrchestratorException assertNotReady(String instance, String... words) {
        OrchestratorException failure = failure(() -> instances.awaitReady(ref(instance), Pulse.none()));
        assertThat(failure.code()).isEqualTo(ErrorCode.NOT_READY);
        assertThat(failure.getMessage())
                .contains(words)
                .as("said when it lasted")
                .doesNotContain("not within");
        kubectl.run("delete", "deployment", instance);
        return failure;
    }

    private static OrchestratorException failure(ThrowingCallable call) {
        return catchThrowableOfType(OrchestratorException.class, call);
    }

    private JsonNode deployment(String name) {
        return JSON.unmarshal(
                kubectl.run("get", "deployment", name, "-o", "json").orThrow(), ObjectNode.class);
    }

    private String annotation(String deployment, String key) {
        return deployment(deployment)
                .path("metadata")
                .path("annotations")
                .path(key)
                .asText();
    }

    /** Their names. */
    private String pods(String app) {
        return kubectl.run("get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[*].metadata.name}")
                .orThrow();
    }

    /** A service account with these verbs on these resources. */
    private KubernetesClient worker(String name, Map<String, String> verbs) {
        return Account.acting(kubectl, client, name, verbs);
    }

    private static Map<String, String> changed(Map<String, String> verbs, String resource, String allowed) {
        Map<String, String> changed = new TreeMap<>(verbs);
        changed.put(resource, allowed);
        return changed;
    }
}
