package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.starter.temporal.Order;
import java.util.Optional;

/** Where operations run. Every method may be called any number of times, by any number of watchers at once. */
interface Engine {
    /**
     * Starts the operation, once: nothing when its workflow id was ever used, whatever became of it.
     *
     * @throws Refusal when it can never be started
     */
    void start(Order order, ResourceRef asker);

    /** Asks the operation to end and to undo what it did; nothing when it has ended or never was. */
    void cancel(String workflowId, String why);

    /** How the operation ended; empty while it is open. */
    Optional<End> end(String workflowId);

    /** @param message one sentence for people */
    record End(OperationPhase phase, String message) {}
}
