package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.operation.Operation;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Optional;

/**
 * What people are shown beside Temporal's own tools, as in the status of custom resources. Nothing is decided by it; a
 * word that could not be shown is followed by the next one, and what an instance has is found out anew each time.
 */
@ActivityInterface
public interface StatusActivities {
    /** Shows where an operation is, unless something newer is shown already. Does not heartbeat: it takes seconds at most. */
    @ActivityMethod(name = "ShowOperation")
    void showOperation(Word word);

    /** Shows how an operation ended, and what its instance has now: the pair in use, and those that are kept. */
    @ActivityMethod(name = "ShowOutcome")
    void showOutcome(Word word);

    /**
     * What an operation says of itself.
     *
     * @param operation workflow id
     * @param source where the data come from that the instance gets; absent when it gets none, or when that is not known yet
     */
    record Word(String operation, Operation.Status status, Optional<String> source) {}
}
