package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host has no place of its own where a status is shown: Temporal's tools, {@code odooctl} and the log are all there is. */
public final class LocalStatuses implements Statuses {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStatuses.class);

    @Override
    public void show(Word word) {
        LOG.debug("{} {}", word.operation(), word.status().phase().sentence());
    }

    @Override
    public void show(InstanceRef instance, Supplier<Holding> truth) {}
}
