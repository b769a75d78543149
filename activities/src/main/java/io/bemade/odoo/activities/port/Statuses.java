package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a platform shows of operations and instances beside Temporal's own tools. Whoever is not there to be written to, or
 * may not be, is nobody's error; {@code UNAVAILABLE} when the platform does not answer now.
 */
public interface Statuses {
    /** See {@link io.bemade.odoo.workflows.activity.StatusActivities#showOperation}. */
    void show(Word word);

    /**
     * Shows what the instance has.
     *
     * @param truth asked only where there is a place to show it, and again when somebody else wrote there meanwhile
     */
    void show(InstanceRef instance, Supplier<Holding> truth);

    /**
     * What an instance has, as configuration and marks say.
     *
     * @param pairs all that bear our mark
     */
    record Holding(InstanceDescription description, List<KeptPair> pairs) {}
}
