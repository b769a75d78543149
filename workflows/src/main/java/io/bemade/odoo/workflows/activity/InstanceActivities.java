package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Optional;

/** The running Odoo: its processes and its configuration. Every method is safe to run twice. */
@ActivityInterface
public interface InstanceActivities {
    /** @throws io.temporal.failure.ApplicationFailure {@code NOT_FOUND} when the platform knows no such instance */
    @ActivityMethod(name = "DescribeInstance")
    InstanceDescription describe(InstanceRef instance);

    /**
     * Writes the lock ticket on the instance. From then on every step with a lower ticket is refused
     * ({@code FENCED_OFF}), so that an operation which was believed dead cannot disturb its successor.
     */
    @ActivityMethod(name = "FenceInstance")
    void fence(Step step);

    /** Whether Odoo answers now; asked once. */
    @ActivityMethod(name = "IsInstanceServing")
    boolean serving(InstanceRef instance);

    /** Stops Odoo and waits until its processes are gone. Already stopped: nothing to do. */
    @ActivityMethod(name = "StopInstance")
    void stop(Step step);

    /** Starts Odoo; does not wait until it answers. Already running: nothing to do. */
    @ActivityMethod(name = "StartInstance")
    void start(Step step);

    /** Points the instance's configuration at a pair in one write and keeps the former configuration for {@link #pointBack}. */
    @ActivityMethod(name = "PointInstance")
    void point(Pointing pointing);

    /** Puts back, byte for byte, the configuration that the same operation's {@link #point} found. Nothing kept: nothing to do. */
    @ActivityMethod(name = "PointInstanceBack")
    void pointBack(Pointing pointing);

    /**
     * Waits until Odoo answers a request that needs its database. Heartbeats.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code NOT_READY}, with what the last try said
     */
    @ActivityMethod(name = "AwaitInstanceReady")
    void awaitReady(Step step);

    /**
     * What is still there of an instance that is to go, its configuration perhaps deleted already.
     *
     * @throws io.temporal.failure.ApplicationFailure {@code INVALID_REQUEST} for a production
     */
    @ActivityMethod(name = "ListRemains")
    Remains remains(InstanceRef instance);

    /**
     * Stops Odoo for good, and has the instance's configuration name no database any more, for its data are about to be
     * deleted. What would run it is gone already: nothing to do. Not undone.
     */
    @ActivityMethod(name = "DismantleInstance")
    void dismantle(Step step);

    /** Tells the people who watch the instance (an Event, a log line). */
    @ActivityMethod(name = "AnnounceOnInstance")
    void announce(Announcement announcement);

    /** @param ticket the lock's fencing token, growing with every grant */
    record Step(InstanceRef instance, long ticket) {}

    /** @param operation workflow id; names the kept configuration */
    record Pointing(StoragePair pair, String operation, long ticket) {}

    /**
     * @param server where the instance's databases are
     * @param current the pair that its configuration names; absent when it names none, or is gone
     */
    record Remains(String server, InstanceType type, Optional<StoragePair> current) {
        /** Whether the configuration names this pair's database. */
        public boolean uses(StoragePair pair) {
            return current.filter(pair::sharesDatabaseWith).isPresent();
        }
    }

    /** @param good false for a failure */
    record Announcement(InstanceRef instance, String operation, boolean good, String message) {}
}
