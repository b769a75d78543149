package io.bemade.odoo.workflows.inspect;

import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.Stubs;
import java.util.List;

/** Asks the worker. */
public final class DoctorWorkflow implements Doctor {
    private final InspectionActivities inspection = Stubs.of(InspectionActivities.class);

    @Override
    public List<Finding> run() {
        return inspection.examine();
    }
}
