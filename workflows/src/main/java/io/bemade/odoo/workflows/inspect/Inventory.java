package io.bemade.odoo.workflows.inspect;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Optional;

/** Which instances and pairs there are. Changes nothing of them and takes no lock. */
@WorkflowInterface
public interface Inventory {
    @WorkflowMethod(name = "Inventory")
    List<Entry> run(Request request);

    /**
     * @param instance absent = all
     * @param show also show it where people look, as in the status of custom resources, whatever is shown there now
     */
    record Request(Optional<InstanceRef> instance, boolean show) {
        public static Request about(Optional<InstanceRef> instance) {
            return new Request(instance, false);
        }
    }

    /**
     * @param description absent when the instance could not be described
     * @param pairs newest first; the current one is the one that {@code description.current} names
     * @param problem one sentence when something could not be learnt
     */
    record Entry(
            InstanceRef instance,
            Optional<InstanceDescription> description,
            List<KeptPair> pairs,
            Optional<String> problem) {}
}
