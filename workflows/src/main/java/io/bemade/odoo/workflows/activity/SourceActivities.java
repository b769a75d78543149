package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Where backups lie. Reads only. */
@ActivityInterface
public interface SourceActivities {
    /**
     * Looks at the backup without reading it whole: it exists, we may read it, its format is known, its directory is
     * sound. {@code NOT_FOUND}, {@code ACCESS_DENIED} or {@code BAD_BACKUP} otherwise.
     */
    @ActivityMethod(name = "InspectSource")
    PinnedSource inspect(Inspection inspection);

    /** The source, and the instance whose namespace holds its secrets. */
    record Inspection(Source source, InstanceRef instance) {}
}
