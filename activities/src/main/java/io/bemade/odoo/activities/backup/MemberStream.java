package io.bemade.odoo.activities.backup;

import static io.bemade.odoo.activities.backup.StoredObject.quoted;

import io.bemade.odoo.activities.stream.BlockStream;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A member's content: never longer than the directory says, and checked against its CRC when the last byte is read. */
final class MemberStream extends BlockStream {
    private static final int CHUNK = 32 * 1024;

    private final StoredObject zip;
    private final Member member;
    private final RangeCursor cursor;
    private final boolean ownsCursor;
    private final Inflater inflater = new Inflater(true);
    private final ReentrantLock inflating = new ReentrantLock();
    private final byte[] chunk;
    private final CRC32 crc = new CRC32();
    private long compressedLeft;
    private long left;
    private boolean started;
    private boolean checked;
    private boolean ended;

    /** @param ownsCursor whether closing this stream closes the cursor */
    MemberStream(StoredObject zip, Member member, RangeCursor cursor, boolean ownsCursor) {
        this.zip = zip;
        this.member = member;
        this.cursor = cursor;
        this.ownsCursor = ownsCursor;
        this.compressedLeft = member.compressed();
        this.left = member.size();
        this.chunk = new byte[(int) Math.min(CHUNK, Math.max(1, member.compressed()))];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (length == 0) {
            return 0;
        }
        inflating.lock();
        try {
            return unpack(buffer, offset, length);
        } catch (DataFormatException e) {
            throw damaged("its compressed bytes make no sense");
        } finally {
            inflating.unlock();
        }
    }

    private int unpack(byte[] buffer, int offset, int length) throws IOException, DataFormatException {
        if (!started) {
            LocalHeader.pass(zip, member, cursor);
            started = true;
        }
        int count = -1;
        if (left > 0) {
            int wanted = (int) Math.min(length, left);
            count = member.deflated() ? inflate(buffer, offset, wanted) : cursor.read(buffer, offset, wanted);
            crc.update(buffer, offset, count);
            left -= count;
        }
        if (left == 0 && !checked) {
            checkEnd();
        }
        return count;
    }

    /** At least one byte. */
    private int inflate(byte[] buffer, int offset, int length) throws IOException, DataFormatException {
        while (!ended) {
            int count = inflater.inflate(buffer, offset, length);
            if (count > 0) {
                return count;
            }
            if (inflater.finished()) {
                throw damaged("it is shorter than the directory says");
            }
            feed();
        }
        throw new IOException(CLOSED);
    }

    private void feed() throws IOException {
        if (compressedLeft == 0 || inflater.needsDictionary()) {
            throw damaged("its compressed bytes end too early");
        }
        int fed = cursor.read(chunk, 0, (int) Math.min(chunk.length, compressedLeft));
        compressedLeft -= fed;
        inflater.setInput(chunk, 0, fed);
    }

    private void checkEnd() throws IOException, DataFormatException {
        byte[] more = new byte[1];
        while (member.deflated() && !inflater.finished()) {
            if (inflater.inflate(more) > 0) {
                throw damaged("it is longer than the directory says");
            }
            if (!inflater.finished()) {
                feed();
            }
        }
        if ((int) crc.getValue() != member.crc()) {
            throw damaged("its checksum is wrong");
        }
        checked = true;
    }

    private RuntimeException damaged(String how) {
        return zip.bad("is damaged in " + quoted(member.name()) + " (" + how + "): upload it again");
    }

    @Override
    public void close() throws IOException {
        if (ownsCursor) {
            cursor.close();
        }
        // A reader that is still inside fails by the closed cursor; its inflater is then left to the garbage collector.
        if (inflating.tryLock()) {
            try {
                ended = true;
                inflater.end();
            } finally {
                inflating.unlock();
            }
        }
    }
}
