package io.bemade.odoo.activities.dump;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a script, looked at through a window; counts lines. */
final class Script {
    private final InputStream in;
    private byte[] window;
    private int position;
    private int limit;
    private long consumed;
    private long line = 1;
    private boolean ended;

    Script(InputStream in, int windowSize) {
        this.in = in;
        this.window = new byte[Math.max(16, windowSize)];
    }

    /** Next byte, or -1 at the end. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        byte b = window[position++];
        if (b == '\n') {
            line++;
        }
        return b & 0xff;
    }

    /** The byte that {@code read} would give. */
    int peek() throws IOException {
        return position == limit && !fill() ? -1 : window[position] & 0xff;
    }

    long line() {
        return line;
    }

    /** Bytes read so far. */
    long position() {
        return consumed - (limit - position);
    }

    /** Whether the text, at the beginning of a line, stands in what is in the window now. */
    boolean seesEndOfRows() {
        boolean lineStart = true;
        for (int i = position; i < limit; i++) {
            if (lineStart && window[i] == '\\' && isEndOfRows(i)) {
                return true;
            }
            lineStart = window[i] == '\n';
        }
        return false;
    }

    /**
     * Hands over everything up to the line {@code \.}, which is consumed.
     *
     * @return number of lines handed over
     */
    long rowsTo(Element.Sink sink) throws IOException {
        long rows = 0;
        boolean lineStart = true;
        while (true) {
            if (limit - position < 4 && !ended) {
                refill();
            }
            if (position == limit) {
                throw new OrchestratorException(
                        ErrorCode.BAD_BACKUP,
                        "the dump ends in the middle of a table's rows, at line " + line + ": it is truncated");
            }
            int i = position;
            boolean end = false;
            // The last bytes of the window may be the beginning of the end mark: they wait for what follows them.
            int safe = ended ? limit : limit - 3;
            while (i < safe) {
                if (lineStart && window[i] == '\\' && isEndOfRows(i)) {
                    end = true;
                    break;
                }
                int next = i;
                while (next < safe && window[next] != '\n') {
                    next++;
                }
                lineStart = next < safe;
                i = lineStart ? next + 1 : next;
                if (lineStart) {
                    rows++;
                }
            }
            if (i > position) {
                sink.accept(window, position, i - position);
                position = i;
            }
            if (end) {
                line += rows + 1;
                skipLine();
                return rows;
            }
        }
    }

    private void skipLine() {
        while (position < limit && window[position] != '\n') {
            position++;
        }
        position = Math.min(limit, position + 1);
    }

    /** {@code \.} and the end of the line, of either kind, or of the script. */
    private boolean isEndOfRows(int at) {
        if (at + 1 >= limit || window[at + 1] != '.') {
            return false;
        }
        int after = at + 2 < limit && window[at + 2] == '\r' ? at + 3 : at + 2;
        return after >= limit ? ended : window[after] == '\n';
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        return append();
    }

    /** Moves what is left to the front and reads on, so that at least four bytes are seen unless the script ends. */
    private void refill() throws IOException {
        System.arraycopy(window, position, window, 0, limit - position);
        limit -= position;
        position = 0;
        boolean more = true;
        while (limit < 4 && more) {
            more = append();
        }
    }

    private boolean append() throws IOException {
        int n = in.read(window, limit, window.length - limit);
        if (n < 0) {
            ended = true;
            return false;
        }
        limit += n;
        consumed += n;
        return true;
    }
}
