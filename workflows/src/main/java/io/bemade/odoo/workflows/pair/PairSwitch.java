package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Pointing;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.temporal.workflow.CancellationScope;
import java.util.Optional;

/**
 * The switch: stop Odoo, shut the old database, point the configuration at the other pair in one write, start, wait until
 * ready. Undone newest first, it is the same walk back, to the configuration that was there, byte for byte.
 */
public final class PairSwitch {
    private final InstanceActivities asking = Stubs.of(InstanceActivities.class);
    private final InstanceActivities instances = Stubs.switching(InstanceActivities.class);
    private final InstanceActivities undoInstances = Stubs.undoing(InstanceActivities.class);
    private final DatabaseActivities askingDatabases = Stubs.of(DatabaseActivities.class);
    private final DatabaseActivities databases = Stubs.switching(DatabaseActivities.class);
    private final DatabaseActivities undoDatabases = Stubs.undoing(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);

    private final OperationRun operation;
    private final InstanceDescription target;
    private final long ticket;

    /** @param target as it was described when the operation began */
    public PairSwitch(OperationRun operation, InstanceDescription target, long ticket) {
        this.operation = operation;
        this.target = target;
        this.ticket = ticket;
    }

    /** Returns when the instance answers on {@code fresh}; from then on the operation is committed. */
    public void to(StoragePair fresh) {
        operation.enter(Phase.SWITCHING);
        InstanceRef instance = target.instance();
        Step step = new Step(instance, ticket);
        Pointing pointing = new Pointing(fresh, OperationRun.id(), ticket);
        Compensations compensations = operation.compensations();

        lookAgain(fresh);
        boolean serving = asking.serving(instance);
        compensations.run("stopped Odoo of " + instance, () -> instances.stop(step), () -> serveAgain(step, serving));
        target.current()
                .ifPresent(old -> compensations.run(
                        "shut database " + old, () -> databases.shut(old), () -> undoDatabases.open(old)));
        compensations.run("open database " + fresh, () -> databases.open(fresh), () -> undoDatabases.shut(fresh));
        compensations.runGuarding(
                "configuration of " + instance + " pointing at " + fresh,
                () -> instances.point(pointing),
                () -> undoInstances.pointBack(pointing));
        compensations.run(
                "Odoo of " + instance + " running on " + fresh,
                () -> instances.start(step),
                () -> undoInstances.stop(step));
        asking.awaitReady(step);
        // Ready sooner than it heard of a cancellation: whoever cancelled before the commit gets what they asked for.
        CancellationScope.throwCanceled();
        compensations.commit();
    }

    /** Hours may have passed: what was found at the beginning must still be so, while nothing has been stopped yet. */
    private void lookAgain(StoragePair fresh) {
        Optional<StoragePair> now = asking.describe(target.instance()).current();
        if (!now.equals(target.current())) {
            throw Failures.refuse(
                    ErrorCode.NOT_OURS,
                    "the configuration of " + target.instance() + " was changed by somebody else meanwhile (from "
                            + name(target.current()) + " to " + name(now)
                            + "): the instance was not switched; run the operation again");
        }
        askingDatabases.check(new ServerCheck(target.instance(), target.server(), target.role(), target.current()));
        filestores.require(fresh);
    }

    private static String name(Optional<StoragePair> pair) {
        return pair.map(StoragePair::toString).orElse("no database");
    }

    private void serveAgain(Step step, boolean served) {
        undoInstances.start(step);
        if (served) {
            undoInstances.awaitReady(step);
        }
    }
}
