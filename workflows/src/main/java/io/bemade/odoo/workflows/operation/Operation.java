package io.bemade.odoo.workflows.operation;

import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.lock.LockHolder;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What every workflow that holds an instance's lock answers while it runs and after it ended. */
@WorkflowInterface
public interface Operation {
    /** Where the operation is. Bytes and rates are in the heartbeats of its pending activities. */
    @QueryMethod(name = "status")
    Status status();

    /** What a failed undo left behind, each as a person would look for it. Empty while nothing failed to be undone. */
    @QueryMethod(name = "leftBehind")
    List<String> leftBehind();

    /** The lock workflow says: it is your turn. */
    @SignalMethod(name = "lockGranted")
    void lockGranted(LockGrant grant);

    /**
     * @param instance absent when the request was not understood
     * @param since when this phase began, workflow time
     * @param lockHolders who is in the way while {@link Phase#WAITING}
     * @param pair the pair that is built, switched to or deleted
     * @param message one sentence; of a failure, what went wrong
     */
    record Status(
            String type,
            Optional<InstanceRef> instance,
            Phase phase,
            Instant since,
            List<LockHolder> lockHolders,
            Optional<StoragePair> pair,
            String message) {}
}
