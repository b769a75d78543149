package io.bemade.odoo.sample;

import java.util.SortedMap;

/**
 * What was written.
 *
 * @param rows by table, in the dump's own spelling and without quotes
 * @param dumpBytes plain size of {@code dump.sql}
 * @param files attachments in the filestore, each once
 * @param fileBytes their plain size
 */
public record Summary(SortedMap<String, Long> rows, long dumpBytes, long files, long fileBytes) {
    public long plainBytes() {
        return dumpBytes + fileBytes;
    }
}
