package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Pointing;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import java.util.Optional;

/**
 * The switch: stop Odoo, shut the old database, point the configuration at the other pair in one write, start, wait until
 * ready. Undone newest first, it is the same walk back, to the configuration that was there, byte for byte.
 */
public final class PairSwitch {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);

    /** Returns when the instance answers on {@code fresh}; from then on the operation is committed. */
    public void run(OperationRun operation, StoragePair fresh, Optional<StoragePair> old, long ticket) {
        operation.enter(Phase.SWITCHING);
        Compensations compensations = operation.compensations();
        Step step = new Step(fresh.instance(), ticket);
        Pointing pointing = new Pointing(fresh, OperationRun.id(), ticket);

        compensations.run(
                "stopped Odoo of " + fresh.instance(), () -> instances.stop(step), () -> instances.start(step));
        old.ifPresent(pair ->
                compensations.run("shut database " + pair, () -> databases.shut(pair), () -> databases.open(pair)));
        compensations.run("open database " + fresh, () -> databases.open(fresh), () -> databases.shut(fresh));
        compensations.run(
                "configuration of " + fresh.instance() + " pointing at " + fresh,
                () -> instances.point(pointing),
                () -> instances.pointBack(pointing));
        compensations.run(
                "Odoo of " + fresh.instance() + " running on " + fresh,
                () -> instances.start(step),
                () -> instances.stop(step));
        instances.awaitReady(step);
        compensations.commit();
    }
}
