package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;

/** What is done to the running Odoo. */
public final class InstanceSteps implements InstanceActivities {
    private final Instances instances;

    public InstanceSteps(Instances instances) {
        this.instances = instances;
    }

    @Override
    public InstanceDescription describe(InstanceRef instance) {
        return Heartbeats.during(pulse -> instances.describe(instance));
    }

    @Override
    public void fence(Step step) {
        Heartbeats.run(() -> instances.fence(step.instance(), step.ticket()));
    }

    @Override
    public boolean serving(InstanceRef instance) {
        return Heartbeats.during(pulse -> instances.serving(instance, pulse));
    }

    @Override
    public void stop(Step step) {
        Heartbeats.during(pulse -> {
            instances.stop(step.instance(), step.ticket(), pulse);
            return true;
        });
    }

    @Override
    public void start(Step step) {
        Heartbeats.during(pulse -> {
            instances.start(step.instance(), step.ticket(), pulse);
            return true;
        });
    }

    @Override
    public void point(Pointing pointing) {
        Heartbeats.run(() -> instances.point(pointing.pair(), pointing.operation(), pointing.ticket()));
    }

    @Override
    public void pointBack(Pointing pointing) {
        Heartbeats.run(() -> instances.pointBack(pointing.pair(), pointing.operation(), pointing.ticket()));
    }

    @Override
    public void awaitReady(Step step) {
        Heartbeats.during(pulse -> {
            instances.awaitReady(step.instance(), pulse);
            return true;
        });
    }

    @Override
    public Remains remains(InstanceRef instance) {
        return Heartbeats.during(pulse -> refuseProduction(instance, instances.remains(instance)));
    }

    private static Remains refuseProduction(InstanceRef instance, Remains remains) {
        if (remains.type() == InstanceType.PRODUCTION) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    instance
                            + " is a production instance: its pairs are never deleted as a whole; nothing was touched");
        }
        return remains;
    }

    @Override
    public void dismantle(Step step) {
        Heartbeats.during(pulse -> {
            instances.dismantle(step.instance(), step.ticket(), pulse);
            return true;
        });
    }

    @Override
    public void announce(Announcement announcement) {
        Heartbeats.run(() -> instances.announce(announcement));
    }
}
