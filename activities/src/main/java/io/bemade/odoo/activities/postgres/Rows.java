package io.bemade.odoo.activities.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** The rows of a load, on their way over its lanes. */
interface Rows {
    /** Returns when all rows are where they belong. */
    void settle() throws InterruptedException;

    /** Told of a table, in a lane that has no transaction open, when all its rows are in and nothing more is expected. */
    interface Arrival {
        void of(Connection lane, String table) throws SQLException;
    }

    void whenIn(Arrival arrival);

    /** Bytes of rows that went into the table, by its name as it stands in the script; what takes longest is begun first. */
    long bytes(String table);
}
