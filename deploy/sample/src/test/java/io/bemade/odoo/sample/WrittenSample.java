package io.bemade.odoo.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A sample in a file, and what its dump's COPY blocks say. */
record WrittenSample(Path file, Summary summary, String dump, Map<String, List<List<String>>> rows) {
    static WrittenSample write(Path file, Options options) throws IOException {
        Summary summary;
        try (OutputStream output = Files.newOutputStream(file)) {
            summary = SampleBackup.write(output, options);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            String dump = text(zip, "dump.sql");
            return new WrittenSample(file, summary, dump, copyBlocks(dump));
        }
    }

    String text(String entry) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return text(zip, entry);
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The values of one column, escapes and {@code \N} as they are. */
    List<String> column(String table, String column) {
        List<List<String>> lines = Objects.requireNonNull(rows.get(table), table);
        int index = lines.get(0).indexOf(column);
        return lines.stream().skip(1).map(line -> line.get(index)).toList();
    }

    private static Map<String, List<List<String>>> copyBlocks(String dump) {
        Map<String, List<List<String>>> blocks = new LinkedHashMap<>();
        List<List<String>> open = new ArrayList<>();
        boolean inside = false;
        for (String line : (Iterable<String>) dump.lines()::iterator) {
            if (!inside && line.startsWith("COPY public.")) {
                open = new ArrayList<>();
                String columns = line.substring(line.indexOf('(') + 1, line.indexOf(')'));
                open.add(List.of(columns.replace("\"", "").split(", ")));
                String table = line.substring("COPY public.".length(), line.indexOf(' ', "COPY public.".length()));
                blocks.put(table.replace("\"", ""), open);
                inside = true;
            } else if (inside && line.equals("\\.")) {
                inside = false;
            } else if (inside) {
                open.add(List.of(line.split("\t", -1)));
            }
        }
        return blocks;
    }
}
