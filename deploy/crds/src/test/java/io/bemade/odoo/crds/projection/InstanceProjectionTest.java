package io.bemade.odoo.crds.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OdooInstanceStatus.Pair;
import io.bemade.odoo.crds.OdooInstanceStatus.PreviousPair;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.KeptPair.State;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstanceProjectionTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final InstanceRef ERP = new InstanceRef("shop", "erp");

    private final OdooInstance instance = instance("");

    @Test
    void aRestoreIsTheLastRestoreFromItsFirstWord() {
        say("restore/1", Phase.DESCRIBING, NOON, Optional.of("s3://b/k"));
        assertThat(database().restoreStatus()).isEqualTo(OperationPhase.IN_PROGRESS);
        assertThat(database().restoreMessage()).isEqualTo("The operation looks at instance and source");
        assertThat(database().lastRestoreTime()).isNull();
        assertThat(database().initialRestorationComplete()).isNull();

        say("restore/1", Phase.COMPLETED, NOON.plusSeconds(9), Optional.of("s3://b/k"));
        assertThat(database())
                .isEqualTo(new OdooInstanceStatus.Database(
                        "d-1", true, NOON.plusSeconds(9), "s3://b/k", OperationPhase.COMPLETED, "Served from d-1"));
        assertThat(operation())
                .isEqualTo(new OdooInstanceStatus.Operation(
                        "restore/1", OperationPhase.COMPLETED, NOON.plusSeconds(9), 100));
    }

    @Test
    void aRollbackIsNoRestore() {
        say("restore/1", Phase.COMPLETED, NOON, Optional.of("s3://b/k"));
        OdooInstanceStatus.Database restored = database();
        say("rollback/1", Phase.COMPLETED, NOON.plusSeconds(9), Optional.empty());
        assertThat(database()).isEqualTo(restored);
        assertThat(operation().workflowId()).isEqualTo("rollback/1");
    }

    @ParameterizedTest
    @EnumSource(names = {"SCHEDULED", "WAITING", "UNDOING", "FAILED"})
    void whoWorksIsNotHiddenByWhoWaitsOrGaveUp(Phase phase) {
        say("restore/1", Phase.LOADING, NOON, Optional.of("s3://b/k"));
        OdooInstanceStatus before = status();
        say("restore/2", phase, NOON.plusSeconds(1), Optional.of("s3://b/other"));
        assertThat(status()).isEqualTo(before);

        say("restore/1", Phase.COMPLETED, NOON.plusSeconds(2), Optional.of("s3://b/k"));
        say("restore/2", phase, NOON.plusSeconds(3), Optional.of("s3://b/other"));
        assertThat(operation().workflowId()).isEqualTo("restore/2");
    }

    @Test
    void anOlderWordOfAnEarlierOperationChangesNothing() {
        say("restore/2", Phase.DESCRIBING, NOON.plusSeconds(5), Optional.of("s3://b/k"));
        OdooInstanceStatus before = status();
        say("restore/1", Phase.COMPLETED, NOON, Optional.of("s3://b/k"));
        assertThat(status()).isEqualTo(before);
    }

    @Test
    void aFirstFillingThatFailedSaysHowToAskAgain() {
        instance.setStatus(
                InstanceProjection.said(instance, word("clone/1", Phase.FAILED, NOON, Optional.empty()), true));
        assertThat(database().restoreMessage()).isEqualTo("FAILED!; ask again with an OdooInstanceReload");
        assertThat(InstanceProjection.askAgain(instance(", initialSource: {type: existingDatabase}"), "It broke"))
                .isEqualTo("It broke; ask again with an OdooInstanceRestore");
    }

    @Test
    void aLoadMovesAndWhatMovesAfterItDoesNot() {
        say("restore/1", Phase.LOADING, NOON, Optional.of("s3://b/k"));
        move("restore/1", 50);
        assertThat(operation().percent()).isEqualTo(42);
        assertThat(database().restoreMessage()).endsWith("loads, 50 %");
        move("restore/other", 90);
        assertThat(operation().percent()).isEqualTo(42);
        say("restore/1", Phase.UNDOING, NOON.plusSeconds(1), Optional.of("s3://b/k"));
        OdooInstanceStatus undoing = status();
        move("restore/1", 90);
        assertThat(status()).isEqualTo(undoing);
    }

    @Test
    void whatIsInUseIsWhatTheConfigurationSaysAndWhatIsKeptWhatTheMarksSay() {
        find(
                Optional.of(pair("d-3")),
                kept("d-3", State.CURRENT, 30, null),
                kept("d-1", State.RETAINED, 10, NOON.plusSeconds(60)),
                kept("d-2", State.RETAINED, 20, NOON.plusSeconds(90)),
                kept("d-4", State.BUILDING, 40, null),
                kept("d-0", State.DOOMED, 0, null));
        OdooInstanceStatus.Storage storage = status().storage();
        assertThat(storage)
                .isEqualTo(new OdooInstanceStatus.Storage(
                        new Pair("d-3", "f-d-3", NOON.plusSeconds(30)),
                        List.of(
                                new PreviousPair("d-2", "f-d-2", NOON.plusSeconds(20), NOON.plusSeconds(90)),
                                new PreviousPair("d-1", "f-d-1", NOON.plusSeconds(10), NOON.plusSeconds(60)))));
    }

    @Test
    void aStatusThatWasLostIsFoundAgainInTheMarks() {
        find(Optional.of(pair("d-3")), kept("d-3", State.CURRENT, 30, null));
        assertThat(database())
                .isEqualTo(new OdooInstanceStatus.Database(
                        "d-3", true, NOON.plusSeconds(30), null, OperationPhase.COMPLETED, "Served from d-3"));
    }

    @Test
    void whatIsKnownOfTheLastRestoreStays() {
        say("restore/1", Phase.FAILED, NOON, Optional.of("s3://b/k"));
        find(Optional.of(pair("d-3")), kept("d-3", State.CURRENT, 30, null));
        assertThat(database().restoreStatus()).isEqualTo(OperationPhase.FAILED);
        assertThat(database().restoreMessage()).isEqualTo("FAILED!");
        assertThat(database().initialRestorationComplete()).isTrue();
    }

    @Test
    void aDatabaseOfSomebodyElseIsInUseAndNotOurFilling() {
        find(Optional.of(pair("adopted")));
        assertThat(database().name()).isEqualTo("adopted");
        assertThat(database().initialRestorationComplete()).isNull();
        assertThat(database().restoreStatus()).isNull();
    }

    @Test
    void anInstanceWithoutDataHasNothing() {
        find(Optional.empty());
        assertThat(status().storage()).isEqualTo(new OdooInstanceStatus.Storage(null, List.of()));
        assertThat(database().name()).isNull();
    }

    private static OdooInstance instance(String more) {
        return new KubernetesSerialization().unmarshal("""
            apiVersion: bemade.io/v1
            kind: OdooInstance
            metadata: {name: erp, namespace: shop}
            spec: {fqdns: [erp.example.com], deploymentRef: {name: erp}%s}
            """.formatted(more), OdooInstance.class);
    }

    private void say(String operation, Phase phase, Instant since, Optional<String> source) {
        instance.setStatus(InstanceProjection.said(instance, word(operation, phase, since, source), false));
    }

    private void move(String operation, int percent) {
        instance.setStatus(InstanceProjection.moving(
                instance, operation, Phase.LOADING, Progress.bytes("loads", percent, 100, "")));
    }

    private void find(Optional<StoragePair> current, KeptPair... pairs) {
        InstanceDescription description = new InstanceDescription(
                ERP,
                InstanceType.PRODUCTION,
                List.of("erp.example.com"),
                "main",
                "odoo",
                Optional.empty(),
                Optional.empty(),
                current,
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(7));
        instance.setStatus(InstanceProjection.found(instance, description, List.of(pairs)));
    }

    private static Word word(String operation, Phase phase, Instant since, Optional<String> source) {
        return new Word(
                operation,
                new Operation.Status(
                        "Restore",
                        Optional.of(ERP),
                        phase,
                        since,
                        List.of(),
                        Optional.of(pair("d-1")),
                        phase == Phase.FAILED ? "FAILED!" : ""),
                source);
    }

    private static KeptPair kept(String database, State state, int second, @Nullable Instant deleteAt) {
        return new KeptPair(
                pair(database),
                state,
                "restore/0",
                NOON.plusSeconds(second),
                false,
                Optional.ofNullable(deleteAt).map(time -> NOON.plusSeconds(second + 1)),
                Optional.ofNullable(deleteAt),
                1);
    }

    private static StoragePair pair(String database) {
        return new StoragePair(ERP, "main", new DatabaseName(database), new FilestoreName("f-" + database));
    }

    private OdooInstanceStatus status() {
        return Objects.requireNonNull(instance.getStatus());
    }

    private OdooInstanceStatus.Database database() {
        return Objects.requireNonNull(status().database());
    }

    private OdooInstanceStatus.Operation operation() {
        return Objects.requireNonNull(status().operation());
    }
}
