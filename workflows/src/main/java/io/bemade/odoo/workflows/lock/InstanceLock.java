package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * One short-lived workflow per instance, id {@code instance/{namespace}/{name}}, that serializes the operations on it:
 * first come, first served; readers share; a waiting writer blocks new readers; an owner that is no longer running is
 * removed. It begins with the first claim and ends when nobody holds or wants the lock.
 */
@WorkflowInterface
public interface InstanceLock {
    @WorkflowMethod(name = "InstanceLock")
    void run(State state);

    /** Safe to repeat: the same run of the same owner gets the same answer. */
    @UpdateMethod(name = "claim")
    LockAnswer claim(LockClaim claim);

    /** Gives the lock back, or leaves the queue. Unknown owner: nothing to do. */
    @SignalMethod(name = "release")
    void release(String owner);

    @QueryMethod(name = "state")
    State state();

    /**
     * What is carried from run to run.
     *
     * @param ticket the last fencing token given; 0 = begin from the clock
     */
    record State(InstanceRef instance, List<LockHolder> holders, List<LockHolder> queue, long ticket) {
        public static State free(InstanceRef instance) {
            return new State(instance, List.of(), List.of(), 0);
        }
    }

    static String workflowId(InstanceRef instance) {
        return "instance/" + instance;
    }
}
