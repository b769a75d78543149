package io.bemade.odoo.activities.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The header before a member's bytes, which must not contradict the directory. */
final class LocalHeader {
    /** Without name and extra field. */
    static final int SIZE = 30;

    /** Extra fields are as long as this at most in zips of Odoo; a longer one only costs another request. */
    static final int USUAL_EXTRA = 64;

    private static final int SIGNATURE = 0x04034b50;

    private LocalHeader() {}

    /** Moves the cursor to the member's first byte. */
    static void pass(StoredObject zip, Member member, RangeCursor cursor) throws IOException {
        cursor.seek(member.offset());
        byte[] bytes = new byte[SIZE];
        cursor.readFully(bytes);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] name = new byte[header.getShort(26) & 0xffff];
        int method = header.getShort(8) & 0xffff;
        if (header.getInt(0) != SIGNATURE || name.length != member.name().length()) {
            throw contradiction(zip, member);
        }
        cursor.readFully(name);
        boolean same = member.name().equals(new String(name, StandardCharsets.ISO_8859_1))
                && method == (member.deflated() ? ZipEntry.DEFLATED : ZipEntry.STORED)
                && (header.getShort(6) & ZipEntry.ENCRYPTED) == 0;
        if (!same) {
            throw contradiction(zip, member);
        }
        cursor.seek(member.offset() + SIZE + name.length + (header.getShort(28) & 0xffff));
    }

    private static RuntimeException contradiction(StoredObject zip, Member member) {
        return zip.bad("is a damaged zip, for its directory and its content disagree about "
                + StoredObject.quoted(member.name()) + ": upload it again");
    }
}
