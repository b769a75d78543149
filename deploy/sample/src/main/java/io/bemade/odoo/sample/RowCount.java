package io.bemade.odoo.sample;

import java.util.function.LongSupplier;

/** How many rows a table gets. */
interface RowCount {
    /** @param rowBytes the average length of a row of this table, found by writing some */
    long of(long dumpBytes, LongSupplier rowBytes);

    static RowCount exactly(long count) {
        return (dumpBytes, rowBytes) -> count;
    }

    /** As many as fill this part of the dump, and a few more. */
    static RowCount share(double part) {
        return (dumpBytes, rowBytes) -> 5 + (long) (dumpBytes * part / rowBytes.getAsLong());
    }
}
