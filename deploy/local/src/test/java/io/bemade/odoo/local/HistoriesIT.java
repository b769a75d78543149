package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.reload.Reload;
import io.bemade.odoo.workflows.removal.InstanceRemoval;
import io.bemade.odoo.workflows.removal.RemovalRequest;
import io.bemade.odoo.workflows.removal.RemovalResult;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Records the histories that {@code workflows/src/test/resources/histories} holds, so that a later release can be asked
 * whether it still understands them. {@code -Dhistories.write=DIRECTORY} writes them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class HistoriesIT {
    private final World world = new World();

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void eachStoryHasAHistory() throws IOException {
        Source.S3 backup = world.upload("histories.zip", World.sample(2_000_000));
        Map<String, WorkflowExecutionHistory> histories = new TreeMap<>();
        WorkflowStub first = restore(backup);
        RestoreResult old = first.getResult(RestoreResult.class);
        histories.put("restore-first", history(first));

        WorkflowStub failed = world.prepare("Restore", World.STAGING);
        world.faults.arm("AwaitInstanceReady", Fault.REFUSED_BEFORE, failed::cancel);
        failed.start(RestoreRequest.of(World.STAGING, backup));
        assertThatThrownBy(() -> failed.getResult(RestoreResult.class)).isInstanceOf(WorkflowFailedException.class);
        histories.put("restore-undone", history(failed));

        WorkflowStub cancelled = world.prepare("Restore", World.STAGING);
        world.faults.arm("LoadDatabase", Fault.CANCEL_DURING, cancelled::cancel);
        cancelled.start(RestoreRequest.of(World.STAGING, backup));
        assertThatThrownBy(() -> cancelled.getResult(RestoreResult.class)).isInstanceOf(WorkflowFailedException.class);
        histories.put("restore-cancelled", history(cancelled));

        WorkflowStub second = restore(backup);
        RestoreResult replacing = second.getResult(RestoreResult.class);
        histories.put("restore-second", history(second));
        WorkflowStub rollback = world.start("Rollback", World.STAGING, RollbackRequest.of(World.STAGING));
        assertThat(rollback.getResult(RollbackResult.class).pair()).isEqualTo(old.pair());
        histories.put("rollback", history(rollback));
        histories.put("lock", world.client().fetchHistory(InstanceLock.workflowId(World.STAGING)));
        WorkflowStub cleanup =
                world.client().newUntypedWorkflowStub(RetentionCleanup.workflowId(World.STAGING, replacing.pair()));
        world.temporal.sleep(Duration.ofDays(7));
        assertThat(cleanup.getResult(RetentionResult.class).deleted()).isTrue();
        histories.put("retention", history(cleanup));

        world.restore(World.ORIGIN, backup);
        WorkflowStub clone = world.start(StagingClone.TYPE, World.CLONE, CloneRequest.of(World.CLONE));
        clone.getResult(CloneResult.class);
        histories.put("clone", history(clone));
        WorkflowStub reload = world.start(Reload.TYPE, World.CLONE, CloneRequest.of(World.CLONE));
        reload.getResult(CloneResult.class);
        histories.put("reload", history(reload));

        WorkflowStub removal = world.start(InstanceRemoval.TYPE, World.CLONE, RemovalRequest.of(World.CLONE));
        assertThat(removal.getResult(RemovalResult.class).deleted()).isNotEmpty();
        histories.put("removal", history(removal));

        String directory = System.getProperty("histories.write", "");
        for (Map.Entry<String, WorkflowExecutionHistory> history : histories.entrySet()) {
            assertThat(history.getValue().getEvents()).as(history.getKey()).isNotEmpty();
            if (!directory.isEmpty()) {
                Path file = Path.of(directory, history.getKey() + ".json");
                Files.writeString(file, history.getValue().toJson(true) + "\n");
            }
        }
    }

    private WorkflowStub restore(Source source) {
        return world.start("Restore", World.STAGING, RestoreRequest.of(World.STAGING, source));
    }

    private WorkflowExecutionHistory history(WorkflowStub operation) {
        return world.client().fetchHistory(operation.getExecution().getWorkflowId());
    }
}
