package io.bemade.odoo.activities.dump;

import java.io.IOException;

/** A piece of a dump script, in the order of the script. */
public sealed interface Element {
    /** Line of the script on which it begins, counted from 1. */
    long line();

    /** A statement without its final semicolon. */
    record Statement(String text, long line) implements Element {}

    /**
     * The rows that follow a {@code COPY … FROM stdin} statement. They must be read before the next element.
     *
     * @param statement the COPY statement without semicolon
     */
    record CopyData(String statement, long line, Rows rows) implements Element {}

    /** The body of a COPY block. */
    interface Rows {
        /** True when the whole body stands in the reader's buffer already: not worth a treatment of its own. */
        boolean small();

        /**
         * Hands the rows over in large pieces, as they stand in the script.
         *
         * @return number of rows
         */
        long forEach(Sink sink) throws IOException;
    }

    /** Takes pieces of rows; the array is only valid during the call. */
    interface Sink {
        void accept(byte[] bytes, int from, int length) throws IOException;
    }
}
