package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.operation.Operation.Status;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Succeeds. */
public final class FakeClone implements StagingClone {
    @Override
    public CloneResult run(CloneRequest request) {
        return new CloneResult(
                World.OLD,
                World.ERP,
                World.LIVE,
                Optional.empty(),
                Optional.empty(),
                "19.0.1.3",
                2_345_678_901L,
                1041,
                56_000_000,
                CopyWay.TEMPLATE,
                Duration.ofMillis(7),
                Duration.ofMillis(900),
                "odoo",
                List.of());
    }

    @Override
    public Status status() {
        return new Status(TYPE, Optional.of(World.ERP), Phase.COPYING, World.NOW, List.of(), Optional.empty(), "");
    }

    @Override
    public List<String> leftBehind() {
        return List.of();
    }

    @Override
    public void lockGranted(LockGrant grant) {}
}
