package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Backups;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.SourceActivities;

/** Looks at backups. */
public final class SourceSteps implements SourceActivities {
    private final Backups backups;

    public SourceSteps(Backups backups) {
        this.backups = backups;
    }

    @Override
    public PinnedSource inspect(Inspection inspection) {
        return Heartbeats.during(pulse ->
                backups.inspect(inspection.source(), inspection.instance().namespace()));
    }
}
