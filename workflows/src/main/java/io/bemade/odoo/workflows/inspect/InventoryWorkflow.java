package io.bemade.odoo.workflows.inspect;

import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.Stubs;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the worker. */
public final class InventoryWorkflow implements Inventory {
    private final InspectionActivities inspection = Stubs.of(InspectionActivities.class);

    @Override
    public List<Entry> run(@Nullable Request request) {
        return inspection.inventory(request == null ? Request.about(Optional.empty()) : request);
    }
}
