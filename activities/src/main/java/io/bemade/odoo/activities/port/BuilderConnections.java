package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.model.StoragePair;
import java.sql.Connection;
import java.sql.SQLException;

/** The way into pairs under construction: all that is needed where rows are read and nothing is administered. */
public interface BuilderConnections {
    /**
     * A connection to a pair under construction, as its builder role, auto-commit on; close it. {@code NOT_FOUND} when the
     * pair is not under construction (any more).
     */
    Connection connectAsBuilder(StoragePair pair) throws SQLException;
}
