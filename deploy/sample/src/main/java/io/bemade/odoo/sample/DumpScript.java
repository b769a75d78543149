package io.bemade.odoo.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** {@code dump.sql} as {@code pg_dump --no-owner} writes it: structure, data, keys and indexes, privileges. */
final class DumpScript {
    private static final double PART_OF_BACKUP = 0.6;
    private static final int ROWS_TO_MEASURE = 200;

    private final Options options;
    private final List<Table> tables;
    private final SortedMap<String, Long> rows;

    private DumpScript(Options options, List<Table> tables, SortedMap<String, Long> rows) {
        this.options = options;
        this.tables = tables;
        this.rows = rows;
    }

    static DumpScript of(Options options, Attachments attachments) {
        List<Table> tables = OdooTables.all(options, attachments);
        long dumpBytes = (long) (options.bytes() * PART_OF_BACKUP);
        SortedMap<String, Long> rows = new TreeMap<>();
        for (Table table : tables) {
            rows.put(table.name(), table.count().of(dumpBytes, () -> averageRowBytes(table, options)));
        }
        return new DumpScript(options, tables, Collections.unmodifiableSortedMap(rows));
    }

    SortedMap<String, Long> rows() {
        return rows;
    }

    void writeTo(OutputStream output) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(output, 1 << 16);
        Structure structure = new Structure(options, tables);
        write(buffered, structure.beforeData());
        for (Table table : tables) {
            write(buffered, structure.copy(table));
            writeRows(buffered, table);
            write(buffered, "\\.\n\n\n");
        }
        write(buffered, structure.afterData(this::count));
        buffered.flush();
    }

    private void writeRows(OutputStream output, Table table) throws IOException {
        CopyLine line = new CopyLine();
        SplittableRandom random = random(table, options);
        List<Column> columns = table.columns();
        long count = count(table.name());
        for (long id = 1; id <= count; id++) {
            fill(columns, new Row(id, line, random, this::count));
            line.writeTo(output);
        }
    }

    private long count(String table) {
        Long count = rows.get(table);
        if (count == null) {
            throw new IllegalArgumentException("no table " + table);
        }
        return count;
    }

    private static void fill(List<Column> columns, Row row) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                row.line().tab();
            }
            columns.get(i).value().write(row);
        }
    }

    /** Written with large numbers, as most rows of a large table are. */
    private static long averageRowBytes(Table table, Options options) {
        long scale = Math.max(1000, options.bytes() / 1000);
        ToLongFunction<String> guess = other -> scale;
        CopyLine line = new CopyLine();
        SplittableRandom random = random(table, options);
        List<Column> columns = table.columns();
        for (int i = 0; i < ROWS_TO_MEASURE; i++) {
            fill(columns, new Row(scale + i, line, random, guess));
        }
        return line.length() / ROWS_TO_MEASURE + 1L;
    }

    private static SplittableRandom random(Table table, Options options) {
        return new SplittableRandom(options.seed() * 31 + table.name().hashCode());
    }

    private static void write(OutputStream output, String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
