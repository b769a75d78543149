package io.bemade.odoo.bench;

import io.bemade.odoo.embedded.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A program that measures: what all of them do around it. */
interface Measurement {
    /**
     * @param settings the program's arguments, each {@code key=value}
     * @param directory the program's own, deleted when it ends
     */
    void run(Map<String, String> settings, Path directory) throws Exception;

    /** Ends the process by itself: threads of servers and workers would keep it. */
    static void main(String[] arguments, Measurement measurement) throws IOException {
        Map<String, String> settings = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Path directory = Files.createTempDirectory("odooctl-bench");
        int exit = 1;
        try {
            measurement.run(settings, directory);
            exit = 0;
        } catch (Exception e) {
            System.err.println("The bench failed: " + e + (e.getCause() == null ? "" : ": " + e.getCause()));
        } finally {
            Directories.delete(directory);
            System.exit(exit);
        }
    }
}
