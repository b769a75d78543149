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

    void write() throws IOException {
        if (file.isEmpty()) {
            return;
        }
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->\n";
        String whole = Files.exists(file.get()) ? Files.readString(file.get()) : "";
        int from = whole.indexOf(begin);
        int to = whole.indexOf(end);
        boolean there = from >= 0 && to > from;
        Files.writeString(
                file.get(),
                (there ? whole.substring(0, from) : whole + "\n")
                        + begin
                        + text
                        + end
                        + (there ? whole.substring(to + end.length()) : ""));
    }
}
