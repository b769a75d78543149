package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rollback fails at each of its steps, in each way: the instance serves what it served, and what was kept is kept, shut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(40)
class RollbackFailureIT {
    private static final List<String> STEPS = List.of(
            "ClaimLock",
            "FenceInstance",
            "DescribeInstance",
            "CheckServer",
            "ListPairs",
            "RequireFilestore",
            "IsInstanceServing",
            "StopInstance",
            "ShutDatabase",
            "OpenDatabase",
            "PointInstance",
            "StartInstance",
            "AwaitInstanceReady");

    private final World world = new World();

    @BeforeAll
    void serveTheSecondOfTwoPairs() {
        Source.S3 backup = world.upload("rollback.zip", World.sample(2_000_000));
        world.restore(World.PRODUCTION, backup);
        world.restore(World.PRODUCTION, backup);
    }

    @AfterAll
    void close() {
        world.close();
    }

    static Stream<Arguments> failures() {
        Stream<Arguments> everywhere = STEPS.stream()
                .flatMap(activity -> FaultInjector.UNDONE.stream().map(fault -> Arguments.of(activity, fault)));
        // It says that it is ready when the cancellation is there already.
        return Stream.concat(everywhere, Stream.of(Arguments.of("AwaitInstanceReady", Fault.CANCEL_LATE)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("failures")
    void leavesTheInstanceAndItsKeptPairsAsTheyWere(String activity, Fault fault) {
        String serves = world.host().odoo("demo/erp").serves().orElseThrow();
        Set<String> belongings = world.belongings();
        List<String> databases = world.databases();

        WorkflowStub rollback = world.prepare("Rollback", World.PRODUCTION);
        world.faults.arm(activity, fault, rollback::cancel);
        rollback.start(RollbackRequest.of(World.PRODUCTION));

        assertThatThrownBy(() -> rollback.getResult(RollbackResult.class)).isInstanceOf(WorkflowFailedException.class);
        assertThat(world.faults.fired()).as("the fault happened").isTrue();
        assertThat(rollback.query("leftBehind", String[].class)).isEmpty();
        assertThat(world.belongings()).isEqualTo(belongings);
        assertThat(world.databases()).isEqualTo(databases);
        assertThat(world.host().odoo("demo/erp").serves()).contains(serves);
        world.untilTheLockIsFree(World.PRODUCTION);
    }

    /** Five operations in a row. */
    @Test
    @Timeout(120)
    void goesToThePairThatWasRetiredLastHoweverLongTheOthersAreKept() {
        world.faults.disarm();
        Source.S3 backup = world.source("rollback.zip");
        RestoreResult first = world.restore(World.OTHER, backup);
        world.restore(World.OTHER, backup);
        RestoreResult last = world.restore(World.OTHER, backup);
        rollBack(new RollbackRequest(
                World.OTHER,
                Optional.of(first.pair().database()),
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                Optional.empty()));

        assertThat(rollBack(RollbackRequest.of(World.OTHER)).pair()).isEqualTo(last.pair());
    }

    private RollbackResult rollBack(RollbackRequest request) {
        return world.start("Rollback", request.instance(), request).getResult(RollbackResult.class);
    }
}
