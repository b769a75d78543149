package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import java.io.InputStream;

/** Turns a plain dump into a database. */
public interface DumpLoader {
    /**
     * Loads strictly: any statement that fails, but for a short list of tolerated ones, ends the load with
     * {@code BAD_BACKUP} naming line, statement and SQLSTATE; a lost connection with {@code UNAVAILABLE}; a full disk with
     * {@code NO_SPACE}. What a former attempt has brought into the database is not done again.
     *
     * @param totalBytes of the script, for progress; 0 = unknown
     */
    DatabaseReport load(Building building, InputStream script, long totalBytes, Pulse pulse);
}
