package io.bemade.odoo.activities.postgres;

/** The rows of a load, on their way over its lanes. */
interface Rows {
    /** Returns when all rows are where they belong. */
    void settle() throws InterruptedException;

    /** Bytes of rows that went into the table, by its name as it stands in the script; what takes longest is begun first. */
    long bytes(String table);
}
