package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * An operation is terminated, which gives it no chance to undo anything. A class of its own: Temporal's in-memory server
 * does not skip time any more when an activity of a terminated workflow was at work.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class TerminationIT {
    private final World world = new World();
    private Source.S3 backup = world.source("none");

    @BeforeAll
    void serve() {
        backup = world.upload("terminated.zip", World.sample(2_000_000));
        world.restore(World.KILLED, backup);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void anOperationThatIsTerminatedBetweenSwitchAndMarkLosesNeitherPair() {
        StoragePair old = served();
        terminatedAt("StartInstance");
        StoragePair fresh = served();
        assertThat(fresh).as("the configuration names the new pair").isNotEqualTo(old);

        assertThat(rollBack().pair()).as("the one that was in use before").isEqualTo(old);
        assertThat(serves()).isEqualTo(old.toString());
        assertThat(rollBack().pair()).as("and back").isEqualTo(fresh);
    }

    @Test
    void aPairThatIsReadyButWasNeverUsedIsKeptAndOnlyTakenByName() {
        StoragePair before = world.restore(World.KILLED, backup).previous().orElseThrow();
        StoragePair serving = served();
        terminatedAt("ShutDatabase");
        assertThat(served()).isEqualTo(serving);

        assertThat(rollBack().pair()).as("not the one that nobody ever used").isEqualTo(before);
        List<String> unused = world.query("SELECT datname FROM pg_database WHERE datname LIKE 'demo.killed%'"
                + " AND shobj_description(oid, 'pg_database') LIKE '%RETAINED%'"
                + " AND shobj_description(oid, 'pg_database') NOT LIKE '%retiredAt%' ORDER BY 1");
        assertThat(unused).isNotEmpty();
    }

    private void terminatedAt(String activity) {
        WorkflowStub restore = world.prepare("Restore", World.KILLED);
        world.faults.arm(activity, Fault.MEANWHILE, () -> restore.terminate("test"));
        restore.start(request());
        assertThatThrownBy(() -> restore.getResult(RestoreResult.class)).isInstanceOf(WorkflowFailedException.class);
        World.until("the activity that was at work ends", world.faults::idle);
    }

    private RestoreRequest request() {
        return RestoreRequest.of(World.KILLED, backup);
    }

    private RollbackResult rollBack() {
        return world.start("Rollback", World.KILLED, RollbackRequest.of(World.KILLED))
                .getResult(RollbackResult.class);
    }

    /** What the configuration names. */
    private StoragePair served() {
        WorkflowStub inventory = world.prepare("Inventory", World.KILLED);
        inventory.start(Inventory.Request.about(Optional.of(World.KILLED)));
        return inventory
                .getResult(Inventory.Entry[].class)[0]
                .description()
                .orElseThrow()
                .current()
                .orElseThrow();
    }

    private String serves() {
        return world.host().odoo("demo/killed").serves().orElse("nothing");
    }
}
