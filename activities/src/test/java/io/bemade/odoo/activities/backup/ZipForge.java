package io.bemade.odoo.activities.backup;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, so that they can lie. */
final class ZipForge {
    static final String MANIFEST = """
            {"odoo_dump": "1", "version_info": [19, 0, 0, "final", 0, ""], "major_version": "19.0", "pg_version": "18.0"}
            """;
    static final String DUMP = """
            --
            -- PostgreSQL database dump
            --

            \\restrict abc

            -- Dumped from database version 18.0 (Debian)

            SET statement_timeout = 0;

            --
            -- PostgreSQL database dump complete
            --

            \\unrestrict abc
            """;

    private static final int UTF8 = 1 << 11;

    private final List<Entry> entries = new ArrayList<>();
    private boolean zip64;
    private String comment = "";

    /** One entry; what it claims may be changed before the zip is written. */
    static final class Entry {
        String name;
        String localName;
        byte[] content;
        boolean deflated = true;
        int method = -1;
        int flags;
        int unixMode = 0100644;
        long size;
        long crc;
        long offset = -1;
        int localExtra;
        byte[] packed = new byte[0];

        Entry(String name, byte[] content) {
            this.name = name;
            this.localName = name;
            this.content = content;
            this.size = content.length;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.crc = sum.getValue();
        }

        private void pack() {
            if (packed.length == 0) {
                packed = deflated ? deflate(content) : content;
            }
        }

        private int method() {
            return method >= 0 ? method : deflated ? 8 : 0;
        }
    }

    static ZipForge empty() {
        return new ZipForge();
    }

    /** A sound backup with some attachments. */
    static ZipForge odoo(String... attachments) {
        ZipForge forge = empty();
        forge.add("dump.sql", DUMP);
        forge.add("manifest.json", MANIFEST);
        for (String attachment : attachments) {
            forge.attach(attachment.getBytes(StandardCharsets.UTF_8));
        }
        return forge;
    }

    Entry add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    Entry add(String name, byte[] content) {
        Entry entry = new Entry(name, content);
        entries.add(entry);
        return entry;
    }

    Entry attach(byte[] content) {
        return add("filestore/" + storeName(content), content);
    }

    static String storeName(byte[] content) {
        try {
            String sha1 =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
            return sha1.substring(0, 2) + "/" + sha1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    ZipForge zip64() {
        zip64 = true;
        return this;
    }

    ZipForge comment(String text) {
        comment = text;
        return this;
    }

    Entry entry(String name) {
        return entries.stream()
                .filter(entry -> entry.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    ZipForge without(String name) {
        entries.removeIf(entry -> entry.name.equals(name));
        return this;
    }

    byte[] bytes() {
        Output out = new Output();
        for (Entry entry : entries) {
            entry.pack();
            entry.offset = entry.offset < 0 ? out.size() : entry.offset;
            local(out, entry);
        }
        long start = out.size();
        entries.forEach(entry -> central(out, entry));
        end(out, start);
        return out.toByteArray();
    }

    private static void local(Output out, Entry entry) {
        byte[] name = entry.localName.getBytes(StandardCharsets.UTF_8);
        out.four(0x04034b50).two(20).two(entry.flags).two(entry.method());
        out.four(0).four(entry.crc).four(entry.packed.length).four(entry.size);
        out.two(name.length).two(entry.localExtra).writeBytes(name);
        out.writeBytes(new byte[entry.localExtra]);
        out.writeBytes(entry.packed);
    }

    private void central(Output out, Entry entry) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        out.four(0x02014b50).two(3 << 8).two(20).two(entry.flags | UTF8).two(entry.method());
        out.four(0).four(entry.crc).four(small(entry.packed.length)).four(small(entry.size));
        out.two(name.length).two(zip64 ? 28 : 0).two(0).two(0).two(0).four((long) entry.unixMode << 16);
        out.four(small(entry.offset)).writeBytes(name);
        if (zip64) {
            out.two(1).two(24).eight(entry.size).eight(entry.packed.length).eight(entry.offset);
        }
    }

    private long small(long value) {
        return zip64 ? -1 : value;
    }

    private void end(Output out, long start) {
        long end = out.size();
        int count = entries.size();
        if (zip64) {
            out.four(0x06064b50).eight(44).two(45).two(45).four(0).four(0);
            out.eight(count).eight(count).eight(end - start).eight(start);
            out.four(0x07064b50).four(0).eight(end).four(1);
        }
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        out.four(0x06054b50).two(0).two(0).two((int) small(count)).two((int) small(count));
        out.four(small(end - start)).four(small(start)).two(text.length).writeBytes(text);
    }

    /** Little-endian numbers. */
    private static final class Output extends ByteArrayOutputStream {
        Output two(int value) {
            return number(value, 2);
        }

        Output four(long value) {
            return number(value, 4);
        }

        Output eight(long value) {
            return number(value, 8);
        }

        private Output number(long value, int bytes) {
            for (int i = 0; i < bytes; i++) {
                write((int) (value >>> (8 * i)));
            }
            return this;
        }
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
