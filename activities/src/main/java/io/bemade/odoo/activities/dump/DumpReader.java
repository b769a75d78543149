package io.bemade.odoo.activities.dump;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain script of {@code pg_dump} as a stream of statements and COPY blocks, in constant memory. It knows SQL's
 * quotes, dollar quotes, comments and {@code BEGIN ATOMIC} bodies, takes rows for rows whatever they look like, and refuses
 * psql's meta-commands (which could run programs), a script that is cut off, and text that is not UTF-8.
 */
public final class DumpReader {
    private static final int WINDOW = 1 << 20;
    private static final int MAX_STATEMENT = 32 << 20;
    private static final Pattern DUMPED_FROM = Pattern.compile("-- Dumped from database version (\\d{1,3})");
    private static final String HEADER = "-- PostgreSQL database dump";
    private static final String COMPLETE = "-- PostgreSQL database dump complete";
    private static final Pattern COPY_FROM_STDIN = Pattern.compile("(?is)COPY\\s.*\\sFROM\\s+stdin\\b[^;]*");

    private final Script script;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 14);
    private @Nullable OpenRows open;
    private OptionalInt dumpedFrom = OptionalInt.empty();
    private boolean ofPgDump;
    private boolean complete;

    public DumpReader(InputStream in) {
        this(in, WINDOW);
    }

    DumpReader(InputStream in, int windowSize) {
        script = new Script(in, windowSize);
    }

    /** Major version of the server that was dumped; known once the header was passed. */
    public OptionalInt dumpedFrom() {
        return dumpedFrom;
    }

    /** Bytes of the script read so far. */
    public long position() {
        return script.position();
    }

    /** The next piece, or nothing at the end. Rows of the piece before are skipped if nobody read them. */
    public Optional<Element> next() throws IOException {
        if (open != null) {
            open.skip();
            open = null;
        }
        long line = skipToStatement();
        if (line < 0) {
            requireComplete();
            return Optional.empty();
        }
        String statement = statement(line);
        if (!COPY_FROM_STDIN.matcher(statement).matches()) {
            return Optional.of(new Element.Statement(statement, line));
        }
        endOfLine();
        open = new OpenRows();
        return Optional.of(new Element.CopyData(statement, line, open));
    }

    private void requireComplete() {
        if (ofPgDump && !complete) {
            throw bad(
                    "the dump ends at line " + script.line() + " without the closing line of pg_dump: it is truncated");
        }
    }

    /** Passes blanks, comments and harmless meta-commands; the line of the next statement, or -1 at the end. */
    private long skipToStatement() throws IOException {
        while (true) {
            int c = script.peek();
            if (c < 0) {
                return -1;
            }
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == 0xEF || c == 0xBB || c == 0xBF) {
                script.read();
            } else if (c == '\\') {
                metaCommand();
            } else {
                long line = script.line();
                text.reset();
                if (!comment()) {
                    return line;
                }
            }
        }
    }

    /** The restrict and unrestrict commands are pg_dump's own guard for psql; nothing else has a place in a dump. */
    private void metaCommand() throws IOException {
        long line = script.line();
        String command = restOfLine().split("\\s", 2)[0];
        if (!command.equals("\\restrict") && !command.equals("\\unrestrict")) {
            throw bad("line " + line + " of the dump is the psql command \"" + command
                    + "\", which could run programs: such a dump is refused");
        }
    }

    /** Consumes a comment, if one begins here; else leaves what it read in {@link #text}. */
    private boolean comment() throws IOException {
        int first = script.peek();
        if (first != '-' && first != '/') {
            return false;
        }
        text.write(script.read());
        int second = script.peek();
        if (first == '-' && second == '-') {
            note("-" + restOfLine());
            return true;
        }
        if (first == '/' && second == '*') {
            text.write(script.read());
            blockComment();
            return true;
        }
        return false;
    }

    private void note(String comment) {
        Matcher from = DUMPED_FROM.matcher(comment);
        if (from.lookingAt()) {
            dumpedFrom = OptionalInt.of(Integer.parseInt(from.group(1)));
        }
        ofPgDump |= comment.strip().equals(HEADER);
        complete |= comment.strip().equals(COMPLETE);
    }

    private String restOfLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = script.read(); c >= 0 && c != '\n'; c = script.read()) {
            if (line.size() < 4096) {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Up to the semicolon that ends it, which is consumed and left out. */
    private String statement(long line) throws IOException {
        Nesting nesting = new Nesting();
        while (true) {
            int c = script.read();
            if (c < 0) {
                throw bad("the dump ends in the middle of the statement that begins at line " + line
                        + ": it is truncated");
            }
            if (isWord(c) && c != '$') {
                append(c, line);
                nesting.letter(c);
                continue;
            }
            boolean escapes = c == '\'' && nesting.isAfter("E");
            boolean afterWord = nesting.sign(c);
            if (c == ';' && nesting.isOutside()) {
                return decode(line);
            }
            append(c, line);
            switch (c) {
                case '\'' -> quoted('\'', escapes, line);
                case '"' -> quoted('"', false, line);
                case '-' -> lineComment(line);
                case '/' -> {
                    if (script.peek() == '*') {
                        append(script.read(), line);
                        blockComment();
                    }
                }
                case '$' -> {
                    if (!afterWord) {
                        dollarQuoted(line);
                    }
                }
                default -> {
                    // part of the statement
                }
            }
        }
    }

    private void quoted(char quote, boolean escapes, long line) throws IOException {
        while (true) {
            int c = require(line);
            append(c, line);
            if (escapes && c == '\\') {
                append(require(line), line);
            } else if (c == quote) {
                if (script.peek() != quote) {
                    return;
                }
                append(script.read(), line);
            }
        }
    }

    private void lineComment(long line) throws IOException {
        if (script.peek() == '-') {
            for (int c = script.read(); c >= 0 && c != '\n'; c = script.read()) {
                append(c, line);
            }
            append('\n', line);
        }
    }

    /** After its opening; comments nest. */
    private void blockComment() throws IOException {
        long line = script.line();
        int depth = 1;
        int before = 0;
        while (depth > 0) {
            int c = require(line);
            append(c, line);
            if (before == '*' && c == '/') {
                depth--;
                c = 0;
            } else if (before == '/' && c == '*') {
                depth++;
                c = 0;
            }
            before = c;
        }
    }

    /** After a dollar sign: either {@code $tag$ … $tag$}, or just a dollar sign. */
    private void dollarQuoted(long line) throws IOException {
        ByteArrayOutputStream tag = new ByteArrayOutputStream();
        tag.write('$');
        while (isWord(script.peek()) && script.peek() != '$') {
            int c = script.read();
            tag.write(c);
            append(c, line);
        }
        if (script.peek() != '$') {
            return;
        }
        tag.write(script.read());
        append('$', line);
        byte[] end = tag.toByteArray();
        int matched = 0;
        while (matched < end.length) {
            int c = require(line);
            append(c, line);
            matched = (byte) c == end[matched] ? matched + 1 : c == '$' ? 1 : 0;
        }
    }

    private int require(long line) throws IOException {
        int c = script.read();
        if (c < 0) {
            throw bad("the dump ends in the middle of the statement that begins at line " + line + ": it is truncated");
        }
        return c;
    }

    private void append(int c, long line) {
        if (text.size() >= MAX_STATEMENT) {
            throw bad("the statement that begins at line " + line + " of the dump is longer than "
                    + (MAX_STATEMENT >> 20) + " MB: this is no dump");
        }
        text.write(c);
    }

    private void endOfLine() throws IOException {
        for (int c = script.read(); c >= 0 && c != '\n'; c = script.read()) {
            if (c != ' ' && c != '\t' && c != '\r') {
                throw bad("line " + script.line() + " of the dump has something after COPY … FROM stdin;");
            }
        }
    }

    private String decode(long line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text.toByteArray()))
                    .toString()
                    .strip();
        } catch (CharacterCodingException e) {
            throw new OrchestratorException(
                    ErrorCode.BAD_BACKUP,
                    "the statement at line " + line
                            + " of the dump is not UTF-8: make the dump with pg_dump --encoding=UTF8",
                    e);
        }
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || c > 127;
    }

    private static OrchestratorException bad(String sentence) {
        return new OrchestratorException(ErrorCode.BAD_BACKUP, sentence);
    }

    private final class OpenRows implements Element.Rows {
        private boolean read;

        @Override
        public boolean small() {
            return script.seesEndOfRows();
        }

        @Override
        public long forEach(Element.Sink sink) throws IOException {
            read = true;
            return script.rowsTo(sink);
        }

        void skip() throws IOException {
            if (!read) {
                forEach((bytes, from, length) -> {});
            }
        }
    }
}
