package io.bemade.odoo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a run says: on standard output as it comes and, when all is done, in a file in Markdown, between the two lines
 * {@code <!-- NAME -->} and {@code <!-- end of NAME -->}; what stood there before goes.
 *
 * @param name of the measurement
 */
record Report(String name, Optional<Path> file, StringBuilder text) {
    static Report of(String name, Optional<String> file) {
        return new Report(name, file.map(Path::of), new StringBuilder());
    }

    void say(String paragraph) {
        System.out.println(paragraph);
        text.append(paragraph.strip()).append("\n\n");
    }

    /** @throws IllegalStateException when the file has no such lines, or not both in this order */
    void write() throws IOException {
        if (file.isEmpty()) {
            return;
        }
        String begin = "<!-- " + name + " -->";
        String end = "<!-- end of " + name + " -->";
        String whole = Files.readString(file.get());
        int from = whole.indexOf(begin);
        int to = whole.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(file.get() + " has no place for the tables: let there be the lines " + begin
                    + " and " + end + ", one after the other");
        }
        Files.writeString(
                file.get(),
                whole.substring(0, from) + begin + "\n" + text.toString().strip() + "\n" + whole.substring(to));
    }
}
