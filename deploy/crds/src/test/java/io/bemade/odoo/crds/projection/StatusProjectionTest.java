package io.bemade.odoo.crds.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.crds.Condition;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.lock.LockMode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusProjectionTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final StatusProjection PROJECTION = new StatusProjection("restore/shop/erp/1", 3);

    @Test
    void whatWaitsForItsTimeSaysUntilWhen() {
        OperationStatus status = PROJECTION.accepted(null, Optional.of(NOON.plusSeconds(60)), NOON);
        assertThat(status.phase()).isEqualTo(OperationPhase.SCHEDULED);
        assertThat(status.message()).isEqualTo("Waits until 2026-11-21T12:01:00Z");
        assertThat(status.startTime()).isNull();
        assertThat(status.workflowId()).isEqualTo("restore/shop/erp/1");
    }

    @Test
    void aTimeThatHasPassedIsNow() {
        assertThat(PROJECTION
                        .accepted(null, Optional.of(NOON.minusSeconds(1)), NOON)
                        .phase())
                .isEqualTo(OperationPhase.PENDING);
    }

    @Test
    void whoIsInTheWayIsNamed() {
        LockHolder holder = new LockHolder("restore/shop/erp/0", "r", LockMode.EXCLUSIVE, NOON, 1);
        OperationStatus status = PROJECTION.running(null, said(Phase.WAITING, "", holder));
        assertThat(status.phase()).isEqualTo(OperationPhase.PENDING);
        assertThat(status.message())
                .isEqualTo("The operation waits for the instance's lock, held by restore/shop/erp/0");
    }

    @ParameterizedTest
    @CsvSource({"DESCRIBING,2", "LOADING,10", "SWITCHING,90", "COMPLETED,100"})
    void progressGrowsWithThePhase(Phase phase, int percent) {
        assertThat(PROJECTION.running(null, said(phase, "")).progress()).isEqualTo(percent);
    }

    @Test
    void undoingDoesNotCountBackwards() {
        OperationStatus loading = PROJECTION.moving(
                PROJECTION.running(null, said(Phase.LOADING, "")), Phase.LOADING, Progress.bytes("loads", 9, 9, ""));
        OperationStatus undoing = PROJECTION.running(loading, said(Phase.UNDOING, "disk full"));
        assertThat(undoing.progress()).isEqualTo(75);
        assertThat(undoing.message()).isEqualTo("The operation undoes what it did: disk full");
        assertThat(undoing.phase()).isEqualTo(OperationPhase.IN_PROGRESS);
    }

    @Test
    void startAndEndStayAsTheyWereFirstSeen() {
        OperationStatus begun = PROJECTION.running(null, said(Phase.DESCRIBING, ""));
        OperationStatus later = PROJECTION.running(begun, said(NOON.plusSeconds(9), Phase.LOADING, ""));
        OperationStatus failed = PROJECTION.running(later, said(NOON.plusSeconds(20), Phase.FAILED, "It broke"));
        OperationStatus again = PROJECTION.running(failed, said(NOON.plusSeconds(30), Phase.FAILED, "It broke"));
        assertThat(later.startTime()).isEqualTo(NOON);
        assertThat(failed.completionTime()).isEqualTo(NOON.plusSeconds(20));
        assertThat(again.completionTime()).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void aConditionKeepsTheTimeOfItsLastTransition() {
        OperationStatus begun = PROJECTION.running(null, said(Phase.DESCRIBING, ""));
        OperationStatus later = PROJECTION.running(begun, said(NOON.plusSeconds(9), Phase.LOADING, ""));
        OperationStatus done = PROJECTION.running(later, said(NOON.plusSeconds(20), Phase.COMPLETED, ""));
        assertThat(later.conditions().get(0).lastTransitionTime()).isEqualTo(NOON);
        assertThat(done.conditions())
                .containsExactly(new Condition(
                        "Succeeded", "True", NOON.plusSeconds(20), "Completed", "The operation is complete", 3L));
    }

    @ParameterizedTest
    @CsvSource({"Cancelled,CANCELLED", "'Cancelled; could not be undone: volume x',CANCELLED", "Broken,FAILED"})
    void aCancelledOneIsNoFailedOne(String message, OperationPhase phase) {
        OperationStatus status = PROJECTION.running(null, said(Phase.FAILED, message));
        assertThat(status.phase()).isEqualTo(phase);
        assertThat(status.message()).isEqualTo(message);
    }

    @Test
    void whatWasRefusedHasNoWorkflow() {
        OperationStatus status = PROJECTION.refused(null, "backupFirst is not available yet: leave it out", NOON);
        assertThat(status.phase()).isEqualTo(OperationPhase.FAILED);
        assertThat(status.workflowId()).isNull();
        assertThat(status.startTime()).isNull();
        assertThat(status.completionTime()).isEqualTo(NOON);
        assertThat(status.conditions().get(0).status()).isEqualTo("False");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyPhaseHasASentence(Phase phase) {
        OperationStatus status = PROJECTION.running(null, said(phase, ""));
        assertThat(status.message()).startsWith("The operation ");
        assertThat(StatusProjection.ended(status.phase())).isEqualTo(phase.ended());
    }

    @Test
    void whatIsOlderThanWhatIsShownChangesNothing() {
        OperationStatus proving = PROJECTION.running(null, said(NOON.plusSeconds(9), Phase.PROVING, ""));
        assertThat(PROJECTION.running(proving, said(NOON, Phase.LOADING, ""))).isEqualTo(proving);
        OperationStatus done = PROJECTION.running(proving, said(NOON.plusSeconds(20), Phase.COMPLETED, ""));
        assertThat(PROJECTION.running(done, said(NOON.plusSeconds(20), Phase.RETIRING, "")))
                .isEqualTo(done);
        assertThat(PROJECTION.running(done, said(NOON.plusSeconds(9), Phase.PROVING, "")))
                .isEqualTo(done);
    }

    @Test
    void anOperationThatWasResetGoesOn() {
        OperationStatus failed = PROJECTION.running(null, said(NOON, Phase.FAILED, "It broke"));
        OperationStatus again = PROJECTION.running(failed, said(NOON.plusSeconds(60), Phase.LOADING, ""));
        assertThat(again.phase()).isEqualTo(OperationPhase.IN_PROGRESS);
        assertThat(again.completionTime()).isNull();
    }

    @Test
    void whateverTheOperationSaysIsNewerThanThatItWasAccepted() {
        OperationStatus accepted = PROJECTION.accepted(null, Optional.empty(), NOON.plusSeconds(60));
        assertThat(PROJECTION.running(accepted, said(Phase.DESCRIBING, "")).phase())
                .isEqualTo(OperationPhase.IN_PROGRESS);
    }

    @Test
    void aLoadMovesWithItsBytes() {
        OperationStatus loading = PROJECTION.running(null, said(Phase.LOADING, ""));
        OperationStatus half = PROJECTION.moving(loading, Phase.LOADING, Progress.bytes("loads rows", 50, 100, "mail"));
        assertThat(half.progress()).isEqualTo(42);
        assertThat(half.message()).isEqualTo("The operation loads database and filestore: loads rows, 50 %, mail");
        assertThat(half.since()).isEqualTo(NOON);
        OperationStatus anew = PROJECTION.moving(half, Phase.LOADING, Progress.step("begins"));
        assertThat(anew.progress()).isEqualTo(42);
        assertThat(anew.message()).isEqualTo("The operation loads database and filestore: begins");
    }

    @ParameterizedTest
    @CsvSource({"PROVING,''", "UNDOING,disk full", "COMPLETED,''", "FAILED,It broke"})
    void whatMovesAfterItsPhaseChangesNothing(Phase phase, String message) {
        OperationStatus loading = PROJECTION.running(null, said(Phase.LOADING, ""));
        OperationStatus later = PROJECTION.running(loading, said(NOON.plusSeconds(1), phase, message));
        assertThat(PROJECTION.moving(later, Phase.LOADING, Progress.bytes("loads", 99, 100, "")))
                .isEqualTo(later);
    }

    private static Operation.Status said(Phase phase, String message, LockHolder... holders) {
        return said(NOON, phase, message, holders);
    }

    private static Operation.Status said(Instant since, Phase phase, String message, LockHolder... holders) {
        return new Operation.Status(
                "Restore",
                Optional.of(new InstanceRef("shop", "erp")),
                phase,
                since,
                List.of(holders),
                Optional.empty(),
                message);
    }
}
