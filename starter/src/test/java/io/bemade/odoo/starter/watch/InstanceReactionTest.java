package io.bemade.odoo.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OperationPhase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceReactionTest {
    private static final String CLONE = "staging-clone/shop/copy/u-copy";
    private static final String REMOVAL = "instance-removal/shop/copy/u-copy";
    private static final String RESTORE = "restore/shop/erp/u-erp";

    private final MemoryCluster cluster = new MemoryCluster();
    private final InstanceReaction reaction = new InstanceReaction(
            cluster, cluster, Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC), new WatcherMetrics());

    @Test
    void aNewProductionIsFilledFromItsSource() {
        reaction.to(Resources.production(""));
        assertThat(cluster.journal)
                .containsExactly(
                        "claim erp",
                        "start " + RESTORE,
                        "note " + RESTORE + " at 2",
                        "say PENDING 'Waits for a worker' at 4");
    }

    @Test
    void oneThatHasDataIsNeverFilled() {
        reaction.to(Resources.production("status: {database: {initialRestorationComplete: true}}\n"));
        reaction.to(Resources.production("status: {storage: {current: {database: d, filestore: f}}}\n"));
        assertThat(cluster.journal).isEmpty();
    }

    @Test
    void oneThatWasAskedToBeFilledIsNotAskedAgainEvenWithoutAStatus() {
        OdooInstance instance = asked(Resources.production(""), RESTORE);
        reaction.to(instance);
        assertThat(cluster.journal).isEmpty();
        assertThat(InstanceReaction.open(instance)).isTrue();
    }

    @Test
    void howItsFillingEndedIsWritten() {
        OdooInstance instance = asked(Resources.production(""), RESTORE);
        cluster.ends.put(RESTORE, new Engine.End(OperationPhase.COMPLETED, "Served from d"));
        reaction.to(instance);
        cluster.ends.put(RESTORE, new Engine.End(OperationPhase.FAILED, "It broke"));
        reaction.to(instance);
        assertThat(cluster.journal)
                .containsExactly(
                        "say COMPLETED 'Served from d' at 1, complete",
                        "say FAILED 'It broke; ask again with an OdooInstanceRestore' at 1");
    }

    @Test
    void aFailedFillingIsTheLastWord() {
        OdooInstance instance = asked(
                Resources.production("status: {database: {restoreStatus: Failed, restoreMessage: It broke}}\n"),
                RESTORE);
        reaction.to(instance);
        assertThat(cluster.journal).isEmpty();
        assertThat(InstanceReaction.open(instance)).isFalse();
    }

    @Test
    void whatALaterRestoreSaysIsNotWrittenOver() {
        OdooInstance instance = asked(Resources.production(restoring("InProgress")), RESTORE);
        cluster.ends.put(RESTORE, new Engine.End(OperationPhase.FAILED, "It broke"));
        reaction.to(instance);
        assertThat(cluster.journal).isEmpty();
        instance.addFinalizer(Cluster.FINALIZER);
        reaction.to(instance);
        assertThat(cluster.journal).containsExactly("release erp");
    }

    @Test
    void aFillingThatWaitsForAnotherRestoreIsNotLetGoWhenThatHasEnded() {
        OdooInstance instance = asked(Resources.production(restoring("Failed")), RESTORE);
        instance.addFinalizer(Cluster.FINALIZER);
        reaction.to(instance);
        assertThat(cluster.journal).isEmpty();
    }

    private static String restoring(String phase) {
        return "status:\n  database: {restoreStatus: " + phase + ", restoreMessage: m}\n"
                + "  operation: {workflowId: restore/shop/erp/later, phase: " + phase + "}\n";
    }

    /** Whoever asked for it: a resource, odooctl, the Web UI. */
    @Test
    void anOperationThatWasCutOffIsNotShownAtWorkForEver() {
        OdooInstance restored =
                Resources.production(restoring("InProgress") + "  storage: {current: {database: d, filestore: f}}\n");
        assertThat(InstanceReaction.open(restored)).isTrue();
        reaction.to(restored);
        assertThat(cluster.journal).as("while it is open").isEmpty();
        cluster.ends.put("restore/shop/erp/later", new Engine.End(OperationPhase.FAILED, "It was terminated"));
        reaction.to(restored);
        assertThat(cluster.journal).containsExactly("say FAILED 'It was terminated' at 1");
        assertThat(InstanceReaction.open(Resources.production(
                        restoring("Failed") + "  storage: {current: {database: d, filestore: f}}\n")))
                .isFalse();
    }

    @Test
    void aRollbackThatWasCutOffChangesNothingOfWhatIsSaidOfTheLastRestore() {
        cluster.ends.put("rollback/shop/erp/1", new Engine.End(OperationPhase.FAILED, "It was terminated"));
        reaction.to(Resources.production("""
                status:
                  database: {restoreStatus: Completed, initialRestorationComplete: true}
                  operation: {workflowId: rollback/shop/erp/1, phase: InProgress, percent: 90}
                """));
        assertThat(cluster.journal).containsExactly("say of rollback/shop/erp/1 FAILED 90 at 1");
    }

    @Test
    void aLifeBeforeThisOneIsNotFilledOver() {
        OdooInstance instance = asked(Resources.production(""), "restore/shop/erp/another-uid");
        reaction.to(instance);
        assertThat(cluster.journal).singleElement().asString().contains("FAILED", "take the annotation away");
    }

    @Test
    void aStagingWaitsForItsProduction() {
        OdooInstance staging = Resources.staging("{name: erp}", "");
        reaction.to(staging);
        cluster.instances.put("shop/erp", Resources.production(""));
        reaction.to(staging);
        assertThat(cluster.journal)
                .containsExactly(
                        "say PENDING 'Waits for production shop/erp, which does not exist' at 1",
                        "say PENDING 'Waits until production shop/erp has its first data' at 1");
        cluster.instances.put(
                "shop/erp", Resources.production("status: {database: {initialRestorationComplete: true}}\n"));
        reaction.to(staging);
        assertThat(cluster.journal).contains("start " + CLONE);
    }

    @Test
    void whatWasSaidIsNotSaidAgain() {
        reaction.to(Resources.staging(
                "{name: erp}",
                "status: {database: {restoreStatus: Pending, restoreMessage: \"Waits for production shop/erp, which does not"
                        + " exist\"}}\n"));
        assertThat(cluster.journal).isEmpty();
    }

    @Test
    void anAdoptedProductionIsTakenAsItIs() {
        OdooInstance adopted =
                Resources.instance("erp", "production", "database: {server: main, roleSecretRef: {name: r}}\n", "");
        cluster.instances.put("shop/erp", adopted);
        reaction.to(adopted);
        assertThat(cluster.journal).isEmpty();
        reaction.to(Resources.staging("{name: erp}", ""));
        assertThat(cluster.journal).contains("start " + CLONE);
    }

    @Test
    void aProductionElsewhereMustAllowIt() {
        OdooInstance staging = Resources.staging("{name: erp, namespace: prod}", "");
        OdooInstance production =
                Resources.instance("erp", "production", "database: {server: main, roleSecretRef: {name: r}}\n", "");
        cluster.instances.put("prod/erp", production);
        reaction.to(staging);
        assertThat(cluster.journal)
                .singleElement()
                .asString()
                .contains("production prod/erp does not let stagings in namespace shop copy it");
        cluster.namespaceAnnotations.put("prod", "test, shop");
        reaction.to(staging);
        assertThat(cluster.journal).contains("start " + CLONE);

        cluster.journal.clear();
        cluster.namespaceAnnotations.clear();
        production.getMetadata().setAnnotations(Map.of("bemade.io/allow-staging-from", "*"));
        reaction.to(staging);
        assertThat(cluster.journal).contains("start " + CLONE);
    }

    @Test
    void aProductionThatTheWatcherMayNotSeeIsNamedOnTheStagingUntilItMay() {
        OdooInstance staging = Resources.staging("{name: erp, namespace: prod}", "");
        cluster.forbidden = "prod";
        reaction.to(staging);
        assertThat(cluster.journal)
                .containsExactly("say FAILED 'The watcher may not get odooinstances in namespace prod' at 1");
        assertThat(InstanceReaction.open(staging)).isTrue();

        cluster.forbidden = "";
        cluster.namespaceAnnotations.put("prod", "*");
        cluster.instances.put(
                "prod/erp",
                Resources.instance("erp", "production", "database: {server: main, roleSecretRef: {name: r}}\n", ""));
        reaction.to(staging);
        assertThat(cluster.journal).contains("start " + CLONE);
    }

    @Test
    void aDeletedOneIsCancelledWhileItIsFilled() {
        reaction.to(deleted(Resources.production("")));
        assertThat(cluster.journal).containsExactly("cancel " + RESTORE, "release erp");
    }

    @Test
    void aStagingWithDataIsHeldOnceAndNotLookedAtAgain() {
        OdooInstance staging = staging();
        assertThat(InstanceReaction.open(staging)).isTrue();
        reaction.to(staging);
        assertThat(cluster.journal).containsExactly("claim copy");
        staging.getMetadata().setFinalizers(List.of(Cluster.FINALIZER));
        reaction.to(staging);
        assertThat(cluster.journal).containsExactly("claim copy");
        assertThat(InstanceReaction.open(staging)).isFalse();
    }

    @Test
    void aDeletedStagingGoesOnceItsDataAreGone() {
        OdooInstance staging = deleted(staging());
        reaction.to(staging);
        reaction.to(staging);
        assertThat(cluster.journal).containsExactly("start " + REMOVAL, "start " + REMOVAL);
        assertThat(InstanceReaction.open(staging)).isTrue();
        cluster.ends.put(REMOVAL, new Engine.End(OperationPhase.COMPLETED, "Completed"));
        reaction.to(staging);
        assertThat(cluster.journal).endsWith("start " + REMOVAL, "release copy");
    }

    @Test
    void aStagingThatIsDeletedWhileItIsFilledLosesWhatItGot() {
        OdooInstance staging = deleted(Resources.staging("{name: erp}", ""));
        reaction.to(staging);
        assertThat(cluster.journal).containsExactly("cancel " + CLONE, "start " + REMOVAL);
    }

    @Test
    void aRemovalThatFailsDoesNotHoldTheDeletion() {
        cluster.ends.put(REMOVAL, new Engine.End(OperationPhase.FAILED, "The server is gone"));
        reaction.to(deleted(staging()));
        assertThat(cluster.journal).endsWith("release copy");
    }

    @Test
    void whoForcesADeletionKeepsTheData() {
        OdooInstance staging = deleted(staging());
        staging.getMetadata().setAnnotations(Map.of(Cluster.FORCE_DELETE, "true"));
        reaction.to(staging);
        assertThat(cluster.journal).containsExactly("release copy");
    }

    @Test
    void theDataOfAProductionAreNobodysToDelete() {
        reaction.to(deleted(Resources.production("status: {database: {initialRestorationComplete: true}}\n")));
        assertThat(cluster.journal).containsExactly("release erp");
    }

    private static OdooInstance staging() {
        return Resources.staging("{name: erp}", "status: {database: {initialRestorationComplete: true}}\n");
    }

    private static OdooInstance deleted(OdooInstance instance) {
        instance.getMetadata().setFinalizers(List.of(Cluster.FINALIZER));
        instance.getMetadata().setDeletionTimestamp("2026-11-21T12:00:00Z");
        return instance;
    }

    private static OdooInstance asked(OdooInstance instance, String workflowId) {
        instance.getMetadata().setAnnotations(Map.of(Cluster.INITIAL_OPERATION, workflowId));
        return instance;
    }
}
