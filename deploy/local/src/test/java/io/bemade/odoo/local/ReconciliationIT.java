package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.retention.RetentionSweep;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Marks and configuration say different things: marks could not be written, somebody edited the configuration or moved
 * files by hand. The next operation finds its way, or refuses; nobody's data is lost.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class ReconciliationIT {
    private final World world = new World();
    private Source.S3 backup = world.source("none");

    @BeforeAll
    void serve() {
        backup = world.upload("torn.zip", World.sample(2_000_000));
        world.restore(World.TORN, backup);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @BeforeEach
    void repair() {
        world.faults.disarm();
    }

    @Test
    void aPairThatCouldNotBeRetiredIsTheOneThatARollbackGoesTo() {
        StoragePair old = served();
        WorkflowStub restore = world.prepare("Restore", World.TORN);
        world.faults.arm("RetireDatabase", Fault.REFUSED_BEFORE, () -> {});
        restore.start(request());
        assertThat(restore.getResult(RestoreResult.class).warnings()).hasSize(1);

        assertThat(rollBack().pair()).isEqualTo(old);
        assertThat(serves()).isEqualTo(old.toString());
    }

    @Test
    void aConfigurationThatSomebodyElseChangesMeanwhileIsNotOverwritten() {
        StoragePair serving = served();
        Set<String> belongings = world.belongings();
        WorkflowStub restore = world.prepare("Restore", World.TORN);
        world.faults.arm("ProveDatabase", Fault.MEANWHILE, () -> edit(serving.toString(), "by_hand"));
        restore.start(request());

        refused(restore, "NOT_OURS", "was changed by somebody else meanwhile", "by_hand");
        assertThat(conf()).contains("db_name = by_hand");
        assertThat(world.belongings()).isEqualTo(belongings);
        edit("by_hand", serving.toString());
        assertThat(serves()).isEqualTo(serving.toString());
    }

    @Test
    void twoInstancesThatNameOneDatabaseAreRefused() {
        StoragePair others = world.restore(World.OTHER, backup).pair();
        StoragePair serving = served();
        edit(serving.toString(), others.toString());
        try {
            WorkflowStub restore = world.start("Restore", World.TORN, request());
            refused(restore, "NOT_OURS", "demo/crm", "demo/torn", others.toString());
        } finally {
            edit(others.toString(), serving.toString());
        }
        assertThat(world.host().odoo("demo/crm").serves()).contains(others.toString());
    }

    @Test
    void aRollbackToAPairWhoseFilesAreGoneIsRefusedBeforeAnythingIsStopped() throws IOException {
        StoragePair old = world.restore(World.TORN, backup).previous().orElseThrow();
        StoragePair serving = served();
        world.faults.disarm();
        Path files = world.host().filestores().resolve(old.filestore().value());
        Path away = files.resolveSibling("moved by hand");
        Files.move(files, away);
        try {
            WorkflowStub rollback = world.start("Rollback", World.TORN, to(old));
            refused(rollback, "NOT_FOUND", old.filestore().value(), "does not exist");
            assertThat(world.faults.journal()).doesNotContain("StopInstance");
        } finally {
            Files.move(away, files);
        }
        assertThat(serves()).isEqualTo(serving.toString());
    }

    @Test
    void aConfigurationThatCannotBePutBackKeepsBothPairsAndSaysSo() {
        StoragePair old = served();
        WorkflowStub restore = world.prepare("Restore", World.TORN);
        world.faults.arm("AwaitInstanceReady", Fault.REFUSED_BEFORE, () -> {});
        world.faults.breakFor("PointInstanceBack");
        restore.start(request());
        assertThatThrownBy(() -> restore.getResult(RestoreResult.class)).isInstanceOf(WorkflowFailedException.class);

        StoragePair fresh = served();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(restore.query("leftBehind", String[].class))
                .contains("configuration of demo/torn pointing at " + fresh, "stopped Odoo of demo/torn")
                .contains("database " + fresh, "filestore " + fresh.filestore());
        assertThat(world.belongings())
                .contains("database " + fresh, "database " + old, "directory " + fresh.filestore());

        world.faults.disarm();
        assertThat(rollBack().pair()).as("the way out").isEqualTo(old);
        assertThat(serves()).isEqualTo(old.toString());
    }

    @Test
    void aDeletionThatFailedHalfWayIsFinishedByTheSweep() {
        StoragePair old = world.restore(World.TORN, backup).previous().orElseThrow();
        world.faults.breakFor("ExpireDatabase");
        world.temporal.sleep(Duration.ofDays(7));
        assertThatThrownBy(() -> cleanupOf(old).getResult(RetentionResult.class))
                .isInstanceOf(WorkflowFailedException.class);
        assertThat(world.belongings()).contains("database " + old).doesNotContain("directory " + old.filestore());
        refused(world.start("Rollback", World.TORN, to(old)), "NOT_FOUND", old.toString(), "is not a kept pair");

        world.faults.disarm();
        WorkflowStub sweep = world.prepare(RetentionSweep.TYPE, World.TORN);
        sweep.start();
        assertThat(sweep.getResult(String[].class)).contains(old.toString());
        assertThat(cleanupOf(old).getResult(RetentionResult.class).deleted()).isTrue();
        assertThat(world.belongings()).doesNotContain("database " + old);
    }

    @Test
    void aDeletionNeverTakesWhatTheConfigurationNames() {
        world.temporal.sleep(Duration.ofDays(8)); // no other clean-up is left to come
        StoragePair old = world.restore(World.TORN, backup).previous().orElseThrow();
        StoragePair serving = served();
        world.faults.arm(
                "DoomDatabase",
                Fault.MEANWHILE,
                () -> edit(serving.toString(), old.toString())); // somebody goes back by hand, at the worst moment
        world.temporal.sleep(Duration.ofDays(7));

        refused(cleanupOf(old), "NOT_OURS", old.toString(), "is what the configuration of demo/torn names");

        assertThat(world.belongings()).contains("database " + old, "directory " + old.filestore());
        edit(old.toString(), serving.toString());
    }

    private RestoreRequest request() {
        return RestoreRequest.of(World.TORN, backup);
    }

    private static RollbackRequest to(StoragePair pair) {
        return new RollbackRequest(
                World.TORN, Optional.of(pair.database()), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private RollbackResult rollBack() {
        return world.start("Rollback", World.TORN, RollbackRequest.of(World.TORN))
                .getResult(RollbackResult.class);
    }

    private WorkflowStub cleanupOf(StoragePair pair) {
        return world.client().newUntypedWorkflowStub(RetentionCleanup.workflowId(World.TORN, pair));
    }

    private static void refused(WorkflowStub operation, String code, String... says) {
        assertThatThrownBy(() -> operation.getResult(Object.class))
                .hasCauseInstanceOf(ApplicationFailure.class)
                .cause()
                .isInstanceOfSatisfying(
                        ApplicationFailure.class, e -> assertThat(e.getType()).isEqualTo(code))
                .hasMessageContainingAll(says);
    }

    /** What the configuration names. */
    private StoragePair served() {
        WorkflowStub inventory = world.prepare("Inventory", World.TORN);
        inventory.start(Inventory.Request.about(Optional.of(World.TORN)));
        return inventory
                .getResult(Inventory.Entry[].class)[0]
                .description()
                .orElseThrow()
                .current()
                .orElseThrow();
    }

    private String serves() {
        return world.host().odoo("demo/torn").serves().orElse("nothing");
    }

    private String conf() {
        try {
            return Files.readString(world.host().odoo("demo/torn").conf());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void edit(String from, String to) {
        try {
            Files.writeString(
                    world.host().odoo("demo/torn").conf(), conf().replace("db_name = " + from, "db_name = " + to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
