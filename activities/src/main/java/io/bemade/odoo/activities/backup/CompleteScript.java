package io.bemade.odoo.activities.backup;

import io.bemade.odoo.activities.stream.BlockStream;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A script that must not end in the middle. Odoo does not look at the exit status of pg_dump, so sound zips with half a
 * dump exist; but pg_dump says at the end that this is the end.
 */
final class CompleteScript extends BlockStream {
    private static final int HEAD = 1024;
    static final int TAIL = 1024;
    private static final String LAST_WORDS = "-- PostgreSQL database dump complete";

    private final StoredObject source;
    private final InputStream script;
    private final byte[] head = new byte[HEAD];
    private final byte[] tail = new byte[2 * TAIL];
    private int headLength;
    private int tailLength;

    CompleteScript(StoredObject source, InputStream script) {
        this.source = source;
        this.script = script;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = script.read(buffer, offset, length);
        if (count > 0) {
            remember(buffer, offset, count);
        } else if (count < 0) {
            refuseHalf();
        }
        return count;
    }

    private void remember(byte[] buffer, int offset, int count) {
        int first = Math.min(count, HEAD - headLength);
        System.arraycopy(buffer, offset, head, headLength, first);
        headLength += first;
        int last = Math.min(count, TAIL);
        if (tailLength + last > tail.length) {
            System.arraycopy(tail, tailLength - TAIL, tail, 0, TAIL);
            tailLength = TAIL;
        }
        System.arraycopy(buffer, offset + count - last, tail, tailLength, last);
        tailLength += last;
    }

    private void refuseHalf() {
        if (headLength == 0) {
            throw source.bad("holds an empty dump: the backup failed when it was made, make another");
        }
        Content beginning = Content.of(Arrays.copyOf(head, headLength));
        if (beginning.hasDumpHeader() && !saysComplete(Arrays.copyOf(tail, tailLength))) {
            throw cutOff(source);
        }
    }

    static boolean saysComplete(byte[] end) {
        return new String(end, StandardCharsets.ISO_8859_1).contains(LAST_WORDS);
    }

    static OrchestratorException cutOff(StoredObject source) {
        return source.bad("holds a dump that is cut off: the backup failed when it was made, make another");
    }

    @Override
    public void close() throws IOException {
        script.close();
    }
}
