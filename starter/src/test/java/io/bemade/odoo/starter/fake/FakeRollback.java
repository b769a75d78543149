package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Succeeds. */
public final class FakeRollback implements Rollback {
    @Override
    public RollbackResult run(RollbackRequest request) {
        return new RollbackResult(
                World.OLD, Optional.of(World.LIVE), Optional.of(World.NOW.plus(Duration.ofDays(7))), List.of());
    }

    @Override
    public Status status() {
        return new Status(TYPE, Optional.of(World.ERP), Phase.SWITCHING, World.NOW, List.of(), Optional.empty(), "");
    }

    @Override
    public List<String> leftBehind() {
        return List.of();
    }

    @Override
    public void lockGranted(LockGrant grant) {}
}
