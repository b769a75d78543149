package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.Source;

/** Backups of every format that is understood. */
public interface Backups {
    /**
     * See {@link io.bemade.odoo.workflows.activity.SourceActivities#inspect}.
     *
     * @param namespace of the instance whose secrets are used
     */
    PinnedSource inspect(Source source, String namespace);

    /** The same bytes that were inspected: reads are refused with {@code SOURCE_CHANGED} once the object was replaced. */
    Backup open(PinnedSource source, String namespace);
}
