package io.bemade.odoo.workflows.lock;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What only a Temporal client can do for a lock. */
@ActivityInterface
public interface LockActivities {
    /** Claims by update-with-start: starts the instance's lock workflow where none runs. Safe to run twice. */
    @ActivityMethod(name = "ClaimLock")
    LockAnswer claim(LockClaim claim);

    /** Whether that run still is at work: running or paused, or continued as a newer run of its own chain. */
    @ActivityMethod(name = "IsOwnerAlive")
    boolean isAlive(LockHolder owner);
}
