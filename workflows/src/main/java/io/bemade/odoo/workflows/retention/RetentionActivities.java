package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.time.Instant;

/** What only a Temporal client can do for retention. */
@ActivityInterface
public interface RetentionActivities {
    /**
     * Starts the pair's {@link RetentionCleanup}, delayed. One per pair: an earlier one, from a retirement that a rollback
     * ended, gives way. Safe to run twice.
     */
    @ActivityMethod(name = "ScheduleCleanup")
    void scheduleCleanup(Cleanup cleanup);

    /** Starts the pair's {@link RetentionCleanup} where none runs or waits. Safe to run twice. */
    @ActivityMethod(name = "EnsureCleanup")
    void ensureCleanup(Cleanup cleanup);

    /** @param deleteAt workflow time */
    record Cleanup(StoragePair pair, Duration delay, Instant deleteAt) {}
}
