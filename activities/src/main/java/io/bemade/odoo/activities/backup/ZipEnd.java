package io.bemade.odoo.activities.backup;

import io.bemade.odoo.workflows.model.OrchestratorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a zip's directory is, as the records at the end of the file say.
 *
 * @param start offset of the directory
 * @param size of the directory in bytes
 * @param entries how many there are
 */
record ZipEnd(long start, long size, long entries) {
    private static final int END = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_SIZE = 56;
    private static final int LONGEST_COMMENT = 0xffff;

    static ZipEnd of(StoredObject zip) {
        int length = (int) Math.min(zip.size(), END_SIZE + LONGEST_COMMENT + LOCATOR_SIZE);
        long from = zip.size() - length;
        ByteBuffer tail = little(zip.read(from, length));
        int at = find(zip, tail);
        refuseParts(zip, tail.getShort(at + 4) != 0 || tail.getShort(at + 6) != 0);
        ZipEnd plain = new ZipEnd(
                unsigned(tail.getInt(at + 16)), unsigned(tail.getInt(at + 12)), tail.getShort(at + 10) & 0xffff);
        int locator = at - LOCATOR_SIZE;
        if (locator >= 0 && tail.getInt(locator) == LOCATOR) {
            return plain.enlarged(zip, tail.getLong(locator + 8), from + locator);
        }
        return plain.checked(zip, from + at);
    }

    /** The comment must end where the file ends: what looks like a record inside a comment is not taken for one. */
    private static int find(StoredObject zip, ByteBuffer tail) {
        for (int at = tail.limit() - END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == END && at + END_SIZE + (tail.getShort(at + 20) & 0xffff) == tail.limit()) {
                return at;
            }
        }
        throw zip.bad("is a zip that is cut off, for its directory at the end is missing: upload it again");
    }

    private ZipEnd enlarged(StoredObject zip, long offset, long locator) {
        if (offset < 0 || offset > locator - END_64_SIZE) {
            throw damaged(zip);
        }
        ByteBuffer record = little(zip.read(offset, END_64_SIZE));
        if (record.getInt(0) != END_64) {
            throw damaged(zip);
        }
        refuseParts(zip, record.getInt(16) != 0 || record.getInt(20) != 0);
        ZipEnd large = new ZipEnd(record.getLong(48), record.getLong(40), record.getLong(32));
        boolean agree = agree(start, large.start, 0xffffffffL)
                && agree(size, large.size, 0xffffffffL)
                && agree(entries, large.entries, 0xffffL);
        if (!agree) {
            throw damaged(zip);
        }
        return large.checked(zip, offset);
    }

    private static boolean agree(long small, long large, long elsewhere) {
        return small == large || small == elsewhere;
    }

    private ZipEnd checked(StoredObject zip, long end) {
        boolean sound = start >= 0
                && size >= 0
                && entries >= 0
                && start <= end
                && size == end - start
                && entries <= size / ZipDirectoryReader.ENTRY_SIZE;
        if (!sound) {
            throw damaged(zip);
        }
        return this;
    }

    private static void refuseParts(StoredObject zip, boolean parts) {
        if (parts) {
            throw zip.bad("is one part of a zip in several parts: give it in one piece");
        }
    }

    private static OrchestratorException damaged(StoredObject zip) {
        return zip.bad("is a damaged zip, for its directory is not where its end says: upload it again");
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long unsigned(int value) {
        return value & 0xffffffffL;
    }
}
