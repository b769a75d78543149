package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionRequest;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.retention.RetentionSweep;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The clock is Temporal's, and is put forward: a week takes no time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RetentionIT {
    private final World world = new World();
    private Source.S3 backup = world.source("none");

    @BeforeAll
    void upload() {
        backup = world.upload("retention.zip", World.sample(2_000_000));
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void onlyTheRetiredPairGoesWhenItsTimeHasComeAndAForeignOneWithASimilarNameStays() {
        RestoreResult first = world.restore(World.OTHER, backup);
        String old = first.pair().database().value();
        world.host().postgres().execute("CREATE DATABASE \"" + old + "0\"");
        world.host().postgres().execute("CREATE DATABASE \"" + old.substring(0, old.length() - 1) + "\"");
        RestoreResult second = world.restore(World.OTHER, backup);

        assertThat(world.belongings())
                .contains("database " + old, "directory " + first.pair().filestore());
        world.temporal.sleep(Duration.ofDays(7));
        RetentionResult cleanup = cleanupOf(first).getResult(RetentionResult.class);

        assertThat(cleanup.deleted()).as(cleanup.message()).isTrue();
        assertThat(world.belongings())
                .doesNotContain("database " + old, "directory " + first.pair().filestore())
                .contains(
                        "database " + old + "0",
                        "database " + old.substring(0, old.length() - 1),
                        "database " + second.pair().database(),
                        "directory " + second.pair().filestore());
        assertThat(world.host().odoo("demo/crm").serves())
                .contains(second.pair().database().value());
    }

    @Test
    void aRollbackShortlyBeforeTheExpiryWins() {
        RestoreResult first = world.restore(World.OTHER, backup);
        RestoreResult second = world.restore(World.OTHER, backup);
        world.temporal.sleep(Duration.ofDays(7).minusMinutes(1));
        RollbackResult back = world.start(
                        "Rollback",
                        World.OTHER,
                        new RollbackRequest(
                                World.OTHER,
                                Optional.of(first.pair().database()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))
                .getResult(RollbackResult.class);

        world.temporal.sleep(Duration.ofMinutes(1));
        RetentionResult cleanup = cleanupOf(first).getResult(RetentionResult.class);

        assertThat(back.pair()).isEqualTo(first.pair());
        assertThat(cleanup.deleted()).isFalse();
        assertThat(cleanup.message()).contains("is in use again and was kept");
        assertThat(world.host().odoo("demo/crm").serves())
                .contains(first.pair().database().value());
        assertThat(world.belongings()).contains("database " + second.pair().database());
    }

    @Test
    void aCleanUpThatIsStartedByHandBeforeTheTimeDeletesNothing() {
        RestoreResult first = world.restore(World.OTHER, backup);
        world.restore(World.OTHER, backup);
        RetentionResult early = byHand(first.pair().database());
        assertThat(early.deleted()).isFalse();
        assertThat(early.message()).contains("is kept until");
        RetentionResult unknown = byHand(new DatabaseName("postgres"));
        assertThat(unknown.deleted()).isFalse();
        assertThat(world.belongings()).contains("database " + first.pair().database());
    }

    @Test
    void theSweepFindsWhatATerminatedOperationLeft() {
        RestoreResult first = world.restore(World.OTHER, backup);
        Set<String> before = world.belongings();
        WorkflowStub killed = world.prepare("Restore", World.OTHER);
        world.faults.arm("ProveFilestore", Fault.MEANWHILE, () -> killed.terminate("test"));
        killed.start(RestoreRequest.of(World.OTHER, backup));
        assertThatThrownBy(() -> killed.getResult(RestoreResult.class)).isInstanceOf(WorkflowFailedException.class);
        Set<String> left = new TreeSet<>(world.belongings());
        left.removeAll(before);
        assertThat(left)
                .as("database, directory and role that the terminated operation left")
                .hasSize(3);

        List<String> swept = List.of(sweep());

        String database = left.iterator().next().replace("database ", "");
        assertThat(swept)
                .contains(database)
                .doesNotContain(first.pair().database().value());
        RetentionResult cleanup = world.client()
                .newUntypedWorkflowStub("retention/demo/crm/" + database.substring(database.length() - 8))
                .getResult(RetentionResult.class);
        assertThat(cleanup.deleted()).as(cleanup.message()).isTrue();
        assertThat(world.belongings())
                .doesNotContainAnyElementsOf(left)
                .contains(
                        "database " + first.pair(), "directory " + first.pair().filestore());
    }

    @Test
    void aPairThatIsServedIsNeverSweptWhateverItsMarkSays() {
        WorkflowStub restore = world.prepare("Restore", World.OTHER);
        world.faults.arm("MarkCurrent", Fault.REFUSED_BEFORE, restore::cancel);
        restore.start(RestoreRequest.of(World.OTHER, backup));
        RestoreResult served = restore.getResult(RestoreResult.class);
        assertThat(served.warnings()).hasSize(1);

        assertThat(List.of(sweep())).doesNotContain(served.pair().database().value());
        assertThat(byHand(served.pair().database()).deleted()).isFalse();
        assertThat(world.host().odoo("demo/crm").serves())
                .contains(served.pair().database().value());
    }

    private String[] sweep() {
        WorkflowStub sweep = world.prepare(RetentionSweep.TYPE, World.OTHER);
        sweep.start();
        return sweep.getResult(String[].class);
    }

    private RetentionResult byHand(DatabaseName database) {
        return world.start(
                        RetentionCleanup.TYPE,
                        World.OTHER,
                        new RetentionRequest(World.OTHER, database, Optional.empty()))
                .getResult(RetentionResult.class);
    }

    private WorkflowStub cleanupOf(RestoreResult retired) {
        return world.client().newUntypedWorkflowStub(RetentionCleanup.workflowId(World.OTHER, retired.pair()));
    }
}
