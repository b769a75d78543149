package io.bemade.odoo.local;

import io.bemade.odoo.local.FaultInjector.Fault;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.temporal.client.WorkflowStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A staging instance that uses a pair, and is restored again with a fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(40)
abstract class StagingRestoredAgain {
    final World world = new World();
    Source.S3 backup = world.source("none");

    @BeforeAll
    void serveAFirstPair() {
        backup = world.upload("small.zip", World.sample(2_000_000));
        world.restore(World.STAGING, backup);
    }

    @AfterAll
    void close() {
        world.close();
    }

    WorkflowStub restoreWith(String activity, Fault fault) {
        WorkflowStub restore = world.prepare("Restore", World.STAGING);
        world.faults.arm(activity, fault, restore::cancel);
        restore.start(RestoreRequest.of(World.STAGING, backup));
        return restore;
    }
}
