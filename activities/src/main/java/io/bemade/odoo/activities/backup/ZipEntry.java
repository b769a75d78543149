package io.bemade.odoo.activities.backup;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** One record of a zip's directory, as it stands there. */
record ZipEntry(
        String name,
        int flags,
        int method,
        int crc,
        long compressed,
        long size,
        long offset,
        int unixMode,
        int length) {
    static final int STORED = 0;
    static final int DEFLATED = 8;
    static final int ENCRYPTED = 1;

    private static final int SIGNATURE = 0x02014b50;
    private static final int UTF8 = 1 << 11;
    private static final int ZIP64 = 1;
    private static final long ELSEWHERE = 0xffffffffL;

    /** @throws IOException when there is no such record here */
    static ZipEntry read(DataInputStream in) throws IOException {
        ByteBuffer fixed = little(bytes(in, ZipDirectoryReader.ENTRY_SIZE));
        if (fixed.getInt(0) != SIGNATURE) {
            throw new IOException("no directory record");
        }
        int flags = fixed.getShort(8);
        Charset charset = (flags & UTF8) != 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        byte[] name = bytes(in, fixed.getShort(28) & 0xffff);
        byte[] extra = bytes(in, fixed.getShort(30) & 0xffff);
        int comment = fixed.getShort(32) & 0xffff;
        in.skipNBytes(comment);
        long size = fixed.getInt(24) & ELSEWHERE;
        long compressed = fixed.getInt(20) & ELSEWHERE;
        long offset = fixed.getInt(42) & ELSEWHERE;
        // The large values follow in this order, and only those that do not fit above.
        ByteBuffer large = field(little(extra), ZIP64);
        size = size == ELSEWHERE ? next(large) : size;
        compressed = compressed == ELSEWHERE ? next(large) : compressed;
        offset = offset == ELSEWHERE ? next(large) : offset;
        return new ZipEntry(
                new String(name, charset),
                flags,
                fixed.getShort(10) & 0xffff,
                fixed.getInt(16),
                compressed,
                size,
                offset,
                fixed.getInt(38) >>> 16,
                fixed.limit() + name.length + extra.length + comment);
    }

    private static long next(ByteBuffer large) throws IOException {
        if (large.remaining() < Long.BYTES) {
            throw new IOException("a large value is missing");
        }
        return large.getLong();
    }

    private static ByteBuffer field(ByteBuffer extra, int id) {
        while (extra.remaining() >= 4) {
            int found = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            if (found == id) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static byte[] bytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
