package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.operation.Operation;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A staging instance that uses a pair is restored again, and each activity fails in turn, in each way. Before the switch
 * is done, the instance must be what it was, and nothing of the new pair may remain; afterwards it serves the new pair.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(40)
class FailureAtEveryStepIT {
    private static final List<String> BEFORE_THE_POINT_OF_NO_RETURN = List.of(
            "ClaimLock",
            "FenceInstance",
            "DescribeInstance",
            "CheckServer",
            "InspectSource",
            "CheckFilestoreRoom",
            "ListPairs",
            "CreateDatabase",
            "CreateFilestore",
            "AttachFilestore",
            "LoadDatabase",
            "LoadFilestore",
            "ProveDatabase",
            "ProveFilestore",
            "Neutralize",
            "VerifyNeutralized",
            "RenewIdentity",
            "OwnDatabase",
            "OwnFilestore",
            "DetachFilestore",
            "RequireFilestore",
            "IsInstanceServing",
            "StopInstance",
            "ShutDatabase",
            "OpenDatabase",
            "PointInstance",
            "StartInstance",
            "AwaitInstanceReady");

    private static final List<String> AFTER_IT = List.of(
            "MarkCurrent", "RetireDatabase", "RetireFilestore", "ScheduleCleanup", "AnnounceOnInstance", "ShowOutcome");

    /** They tell people. What is not told is no failure, and nothing is told that could be undone. */
    private static final List<String> TELLING = List.of("ShowOperation", "AnnounceOnInstance", "ShowOutcome");

    private final World world = new World();
    private Source.S3 backup = world.source("none");

    @BeforeAll
    void serveAFirstPair() {
        backup = world.upload("small.zip", World.sample(2_000_000));
        world.restore(World.STAGING, backup);
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Arguments> failures() {
        return BEFORE_THE_POINT_OF_NO_RETURN.stream()
                .flatMap(activity -> Stream.of(Fault.values())
                        .filter(fault -> fault != Fault.ONCE && fault != Fault.MEANWHILE)
                        .map(fault -> Arguments.of(activity, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("failures")
    void leavesTheInstanceAsItWas(String activity, Fault fault) {
        String serves = world.host().odoo("demo/staging").serves().orElseThrow();
        byte[] configuration = configuration();
        Set<String> before = world.belongings();
        List<String> databases = world.databases();

        WorkflowStub restore = restoreWith(activity, fault);

        assertThatThrownBy(() -> restore.getResult(RestoreResult.class)).isInstanceOf(WorkflowFailedException.class);
        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        Set<String> leftBehind = new TreeSet<>(world.belongings());
        leftBehind.removeAll(before);
        assertThat(leftBehind).as("what is left behind").isEmpty();
        assertThat(restore.query("leftBehind", String[].class)).isEmpty();
        assertThat(world.belongings()).isEqualTo(before);
        assertThat(world.databases()).isEqualTo(databases);
        assertThat(world.host().odoo("demo/staging").serves()).contains(serves);
        assertThat(configuration()).isEqualTo(configuration);
        world.untilTheLockIsFree(World.STAGING);
    }

    static Stream<Arguments> transientFailures() {
        return Stream.of(BEFORE_THE_POINT_OF_NO_RETURN, AFTER_IT, TELLING)
                .flatMap(List::stream)
                .distinct()
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0} ONCE")
    @MethodSource("transientFailures")
    void isSafeToRunTwice(String activity) {
        WorkflowStub restore = restoreWith(activity, Fault.ONCE);

        RestoreResult result = restore.getResult(RestoreResult.class);

        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(result.warnings()).isEmpty();
        assertThat(world.host().odoo("demo/staging").serves())
                .contains(result.pair().database().value());
        world.untilTheLockIsFree(World.STAGING);
    }

    static Stream<Arguments> lateFailures() {
        return AFTER_IT.stream()
                .filter(activity -> !TELLING.contains(activity))
                .flatMap(activity -> Stream.of(Fault.REFUSED_BEFORE, Fault.REFUSED_AFTER, Fault.TIMEOUT)
                        .map(fault -> Arguments.of(activity, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("lateFailures")
    void aFailureAfterTheSwitchIsAWarning(String activity, Fault fault) {
        RestoreResult result = restoreWith(activity, fault).getResult(RestoreResult.class);

        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(result.warnings()).hasSize(1);
        assertThat(world.host().odoo("demo/staging").serves())
                .contains(result.pair().database().value());
        world.untilTheLockIsFree(World.STAGING);

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
        RestoreResult result = restoreWith(activity, fault).getResult(RestoreResult.class);

        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(result.warnings()).isEmpty();
        assertThat(world.host().odoo("demo/staging").serves())
                .contains(result.pair().database().value());
        world.untilTheLockIsFree(World.STAGING);
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
        return AFTER_IT.stream();
    }

    private WorkflowStub restoreWith(String activity, Fault fault) {
        WorkflowStub restore = world.prepare("Restore", World.STAGING);
        world.faults.arm(activity, fault, restore::cancel);
        restore.start(RestoreRequest.of(World.STAGING, backup));
        return restore;
    }

    private byte[] configuration() {
        try {
            return Files.readAllBytes(world.host().odoo("demo/staging").conf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
