package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A staging instance that uses a pair is restored again, and each activity up to the switch fails in turn, in each way:
 * the instance must be what it was, and nothing of the new pair may remain.
 */
class FailureAtEveryStepIT extends StagingRestoredAgain {
    static final List<String> BEFORE_THE_POINT_OF_NO_RETURN = List.of(
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

    static Stream<Arguments> failures() {
        return BEFORE_THE_POINT_OF_NO_RETURN.stream()
                .flatMap(activity -> FaultInjector.UNDONE.stream().map(fault -> Arguments.of(activity, fault)));
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

    private byte[] configuration() {
        try {
            return Files.readAllBytes(world.host().odoo("demo/staging").conf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
