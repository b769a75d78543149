package io.bemade.odoo.activities.dump;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Scripts and what a reader makes of them, as text that can be compared. */
final class Scripts {
    static final int[] WINDOWS = {16, 17, 23, 64, 1 << 20};

    private Scripts() {}

    static DumpReader reader(String script, int window) {
        return new DumpReader(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), window);
    }

    /** The texts of all statements; a COPY block is its statement, its rows, and their number. */
    static List<String> read(String script) throws IOException {
        return read(script, 64);
    }

    static List<String> read(String script, int window) throws IOException {
        List<String> pieces = new ArrayList<>();
        DumpReader reader = reader(script, window);
        for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
            pieces.add(text(next.get()));
        }
        return pieces;
    }

    /** Every element with the line on which it begins. */
    static List<String> readWithLines(String script, int window) throws IOException {
        List<String> pieces = new ArrayList<>();
        DumpReader reader = reader(script, window);
        for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
            pieces.add(next.get().line() + ": " + text(next.get()));
        }
        return pieces;
    }

    private static String text(Element element) throws IOException {
        if (element instanceof Element.CopyData copy) {
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            long count = copy.rows().forEach(rows::write);
            return copy.statement() + "\n" + rows.toString(StandardCharsets.UTF_8) + "(" + count + ")";
        }
        return ((Element.Statement) element).text();
    }
}
