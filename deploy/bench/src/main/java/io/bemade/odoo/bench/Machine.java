package io.bemade.odoo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The machine that is measured, as Linux knows it. */
final class Machine {
    private static final Path PROC = Path.of("/proc");

    /** Columns of {@code /proc/stat}, in hundredths of a second: what is neither idle nor waiting for a disk. */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7);

    private Machine() {}

    /** @return of all cores together, since it started */
    static double busySeconds() throws IOException {
        String[] ticks = Files.readAllLines(PROC.resolve("stat")).get(0).trim().split("\\s+");
        return BUSY.stream().mapToLong(column -> Long.parseLong(ticks[column])).sum() / 100.0;
    }

    /** @return one sentence: cores, memory, the server's version and what makes it durable */
    static String describe(Programs programs) throws IOException {
        String model = first("cpuinfo", "model name");
        long gigabytes = Long.parseLong(first("meminfo", "MemTotal").replaceAll("\\D", "")) / 1_000_000;
        String settings = programs.answer(
                "postgres",
                "SELECT string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name) FROM pg_settings"
                        + " WHERE name IN ('server_version', 'fsync', 'full_page_writes', 'data_checksums', 'wal_level',"
                        + " 'shared_buffers', 'max_wal_size')");
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %d GB; PostgreSQL: %s.",
                Runtime.getRuntime().availableProcessors(),
                model,
                gigabytes,
                settings);
    }

    private static String first(String file, String key) throws IOException {
        return Files.readAllLines(PROC.resolve(file)).stream()
                .map(line -> line.split(":", 2))
                .filter(line -> line.length == 2 && line[0].trim().equals(key))
                .map(line -> line[1].trim())
                .findFirst()
                .orElse("unknown");
    }
}
