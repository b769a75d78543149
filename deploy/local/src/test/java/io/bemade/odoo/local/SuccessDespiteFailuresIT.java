package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A staging instance that uses a pair is restored again, and it serves the new one whatever happens once, to any activity;
 * whatever happens behind the switch; and whatever happens to those that only tell people.
 */
class SuccessDespiteFailuresIT extends StagingRestoredAgain {
    private static final List<String> AFTER_THE_SWITCH = List.of(
            "MarkCurrent", "RetireDatabase", "RetireFilestore", "ScheduleCleanup", "AnnounceOnInstance", "ShowOutcome");

    /** They tell people. What is not told is no failure, and nothing is told that could be undone. */
    private static final List<String> TELLING = List.of("ShowOperation", "AnnounceOnInstance", "ShowOutcome");

    static Stream<Arguments> transientFailures() {
        return Stream.of(FailureAtEveryStepIT.BEFORE_THE_POINT_OF_NO_RETURN, AFTER_THE_SWITCH, TELLING)
                .flatMap(List::stream)
                .distinct()
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0} ONCE")
    @MethodSource("transientFailures")
    void isSafeToRunTwice(String activity) {
        assertThat(succeeds(activity, Fault.ONCE).warnings()).isEmpty();
    }

    static Stream<Arguments> lateFailures() {
        return AFTER_THE_SWITCH.stream()
                .filter(activity -> !TELLING.contains(activity))
                .flatMap(activity -> Stream.of(Fault.REFUSED_BEFORE, Fault.REFUSED_AFTER, Fault.TIMEOUT)
                        .map(fault -> Arguments.of(activity, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("lateFailures")
    void aFailureAfterTheSwitchIsAWarning(String activity, Fault fault) {
        RestoreResult result = succeeds(activity, fault);
        assertThat(result.warnings()).hasSize(1);

        // What the failure left wrong in the marks, the next operation puts right.
        RollbackResult back = world.start("Rollback", World.STAGING, RollbackRequest.of(World.STAGING))
                .getResult(RollbackResult.class);
        assertThat(back.pair()).isEqualTo(result.previous().orElseThrow());
        assertThat(world.host().odoo("demo/staging").serves())
                .contains(back.pair().database().value());
        world.untilTheLockIsFree(World.STAGING);
    }

    static Stream<Arguments> silences() {
        return TELLING.stream()
                .flatMap(activity -> Stream.of(Fault.REFUSED_BEFORE, Fault.REFUSED_AFTER, Fault.TIMEOUT)
                        .map(fault -> Arguments.of(activity, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("silences")
    void aFailureToTellIsNoFailure(String activity, Fault fault) {
        assertThat(succeeds(activity, fault).warnings()).isEmpty();
    }

    @Test
    void whoCanTellNothingAtAllRestoresAllTheSame() {
        TELLING.forEach(world.faults::breakFor);
        try {
            RestoreResult result = world.restore(World.STAGING, backup);
            assertThat(result.warnings()).isEmpty();
            assertThat(world.host().odoo("demo/staging").serves())
                    .contains(result.pair().database().value());
        } finally {
            world.faults.disarm();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterTheSwitch")
    void aCancellationAfterTheSwitchComesTooLate(String activity) {
        WorkflowStub restore = restoreWith(activity, Fault.MEANWHILE);

        // Temporal closes every run as cancelled that was asked to; the status says what became of it.
        assertThatThrownBy(() -> restore.getResult(RestoreResult.class)).hasCauseInstanceOf(CanceledFailure.class);
        Operation.Status status = restore.query("status", Operation.Status.class);
        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(status.phase()).isEqualTo(Phase.COMPLETED);
        String database = status.pair().orElseThrow().database().value();
        assertThat(world.host().odoo("demo/staging").serves()).contains(database);
        assertThat(world.databases())
                .anySatisfy(
                        row -> assertThat(row).startsWith(database + " true").contains("CURRENT"));
        world.untilTheLockIsFree(World.STAGING);
    }

    static Stream<String> afterTheSwitch() {
        return AFTER_THE_SWITCH.stream();
    }

    /** The fault happens, and the new pair is served. */
    private RestoreResult succeeds(String activity, Fault fault) {
        RestoreResult result = restoreWith(activity, fault).getResult(RestoreResult.class);
        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(world.host().odoo("demo/staging").serves())
                .contains(result.pair().database().value());
        world.untilTheLockIsFree(World.STAGING);
        return result;
    }
}
