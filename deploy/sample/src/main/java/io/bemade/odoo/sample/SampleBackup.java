package io.bemade.odoo.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An Odoo backup zip, streamed: {@code dump.sql}, {@code manifest.json}, then the filestore, as Odoo orders them. */
public final class SampleBackup {
    /** 2026-01-01 in the zip's own, zoneless time: the same bytes wherever they are written. */
    private static final LocalDateTime WRITTEN = LocalDateTime.of(2026, 1, 1, 0, 0);

    private SampleBackup() {}

    /**
     * Writes the backup; needs the same memory for every size but for half a kilobyte per file, most of it for the zip's own
     * directory.
     *
     * @param output stays open
     */
    public static Summary write(OutputStream output, Options options) throws IOException {
        Attachments attachments = Attachments.of(options);
        DumpScript dump = DumpScript.of(options, attachments);
        ZipOutputStream zip = new RoomyZip(output);
        long dumpBytes = add(zip, "dump.sql", Deflater.BEST_SPEED, dump::writeTo);
        add(zip, "manifest.json", Deflater.BEST_SPEED, Manifest.of(options)::writeTo);
        try {
            addFilestore(zip, attachments);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        zip.finish();
        zip.flush();
        return new Summary(dump.rows(), dumpBytes, attachments.count(), attachments.bytes());
    }

    private static void addFilestore(ZipOutputStream zip, Attachments attachments) throws IOException {
        Iterator<Attachments.Attachment> files = attachments.byDirectory().iterator();
        boolean markersWritten = false;
        while (files.hasNext()) {
            Attachments.Attachment file = files.next();
            if (!markersWritten && file.storeName().compareTo("80") >= 0) {
                addMarkers(zip, attachments);
                markersWritten = true;
            }
            add(zip, "filestore/" + file.storeName(), file.worthDeflating() ? 1 : 0, file::writeTo);
        }
    }

    /** Odoo's garbage collector leaves an empty file per attachment, which directory order puts among the others. */
    private static void addMarkers(ZipOutputStream zip, Attachments attachments) {
        attachments.byDirectory().forEach(file -> {
            try {
                add(zip, "filestore/checklist/" + file.storeName(), 0, empty -> {});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static long add(ZipOutputStream zip, String name, int level, Content content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN);
        zip.setLevel(level);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
        return entry.getSize();
    }

    /** Java's own fetches compressed data in pieces of 512 bytes, which takes a third of the time. */
    private static final class RoomyZip extends ZipOutputStream {
        RoomyZip(OutputStream output) {
            super(output, StandardCharsets.UTF_8);
            buf = new byte[1 << 16];
        }
    }

    private interface Content {
        void writeTo(OutputStream output) throws IOException;
    }
}
