package io.bemade.odoo.activities.postgres;

import java.util.ArrayList;
import java.util.List;

/**
 * A table whose rows are copied.
 *
 * @param name with its schema, quoted as in a script
 * @param target where its rows go: itself, but for a partition whose rows the copy may have to put elsewhere
 * @param columns as in a statement, in parentheses; empty where it has none that can be copied
 * @param condition which of its rows; empty = all
 * @param binary whether all its values mean the same in another database byte by byte
 * @param bytes with what is stored beside it
 * @param pages of which pieces can be read; 0 = it is read as a whole
 */
record LiveTable(String name, String target, String columns, String condition, boolean binary, long bytes, long pages) {
    /** A part of a table that one statement reads. */
    record Piece(LiveTable table, String rows, long bytes) {
        String reads() {
            String from = table.columns.isEmpty() ? "" : table.columns.substring(1, table.columns.length() - 1);
            return rows.isEmpty()
                    ? "COPY " + table.name + " " + table.columns + " TO STDOUT" + table.format("")
                    : "COPY (SELECT " + from + " FROM ONLY " + table.name + " " + rows + ") TO STDOUT"
                            + table.format("");
        }

        /** @param freeze only where the table was emptied in the same transaction */
        String writes(boolean freeze) {
            return "COPY " + table.target + " " + table.columns + " FROM STDIN" + table.format(freeze ? "FREEZE" : "");
        }
    }

    Piece whole() {
        return new Piece(this, condition, bytes);
    }

    /** The whole, or pieces of about that size, without a gap between them and open at the end. */
    List<Piece> pieces(long size) {
        long number = Math.min(pages, bytes / Math.max(1, size));
        if (number < 2 || !condition.isEmpty()) {
            return List.of(whole());
        }
        List<Piece> pieces = new ArrayList<>();
        for (long i = 0; i < number; i++) {
            String from = "WHERE ctid >= '(" + pages * i / number + ",0)'";
            String to = i == number - 1 ? "" : " AND ctid < '(" + pages * (i + 1) / number + ",0)'";
            pieces.add(new Piece(this, from + to, bytes / number));
        }
        return pieces;
    }

    /** Nothing but what we bring is ever in it, so that it can be emptied first. */
    boolean alone() {
        return target.equals(name) && condition.isEmpty();
    }

    private String format(String option) {
        if (binary) {
            return " WITH (FORMAT binary" + (option.isEmpty() ? "" : ", " + option) + ")";
        }
        return option.isEmpty() ? "" : " WITH (" + option + ")";
    }
}
