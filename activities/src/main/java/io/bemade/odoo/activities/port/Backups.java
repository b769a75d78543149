package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.Source;

/** Backups of any format: looked at first, opened later, perhaps by another worker. */
public interface Backups {
    /** See {@link io.bemade.odoo.workflows.activity.SourceActivities#inspect}. */
    PinnedSource inspect(Source source, String namespace);

    /** The same bytes that were inspected, or {@code SOURCE_CHANGED}. */
    Backup open(PinnedSource source, String namespace);
}
