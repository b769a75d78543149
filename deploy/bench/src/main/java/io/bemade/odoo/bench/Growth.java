package io.bemade.odoo.bench;

import io.bemade.odoo.embedded.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a restore's seconds grow as its backup does. Prints a table in Markdown.
 *
 * <p>Arguments are {@code key=value}: {@code programs} and {@code server} as of {@link Bench}, {@code sizes} (MB of
 * generated backups, with commas between).
 */
public final class Growth {
    private static final long WARM = 100;

    private Growth() {}

    public static void main(String[] arguments) throws IOException {
        Measurement.main(arguments, Growth::run);
    }

    private static void run(Map<String, String> settings, Path directory) throws Exception {
        Programs programs = Programs.of(settings);
        seconds(programs, directory.resolve("warm"), WARM);
        System.out.printf("| MB | seconds | seconds a GB |%n|---|---|---|%n");
        for (String size : settings.getOrDefault("sizes", "1000,10000").split(",")) {
            long megabytes = Long.parseLong(size);
            double seconds = seconds(programs, directory.resolve(size), megabytes);
            System.out.printf(Locale.ROOT, "| %d | %.1f | %.1f |%n", megabytes, seconds, seconds * 1000 / megabytes);
        }
    }

    private static double seconds(Programs programs, Path directory, long megabytes) throws IOException {
        Files.createDirectories(directory);
        Path zip = Generated.zip(directory.resolve("sample.zip"), megabytes);
        try (Ours ours = new Ours(programs, directory, zip)) {
            Files.delete(zip);
            programs.calm();
            long begin = System.nanoTime();
            ours.restore();
            return (System.nanoTime() - begin) / 1e9;
        } finally {
            Directories.delete(directory);
        }
    }
}
