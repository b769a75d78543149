package io.bemade.odoo.activities.postgres;

import java.util.function.Consumer;

/** The rows of a load, on their way over its lanes. */
interface Rows {
    /** Returns when all rows are where they belong. */
    void settle() throws InterruptedException;

    /** Tells of a big table, in a lane, when all its rows are in and nothing more is expected. */
    void whenIn(Consumer<String> told);

    /** Bytes of rows that went into the table, by its name as it stands in the script; what takes longest is begun first. */
    long bytes(String table);
}
