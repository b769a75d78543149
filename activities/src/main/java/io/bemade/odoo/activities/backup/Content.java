package io.bemade.odoo.activities.backup;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the first bytes of something say it is, whatever its name says. */
final class Content {
    /** Enough to see past the comments that open a dump, and past a tar header. */
    static final int HEAD = 64 * 1024;

    private static final String CUSTOM_ARCHIVE = "PGDMP";
    private static final Pattern DUMP_HEADER = Pattern.compile("(?m)^-- PostgreSQL database dump\\s*$");
    private static final Pattern CLUSTER_HEADER = Pattern.compile("(?m)^-- PostgreSQL database cluster dump\\s*$");
    private static final Pattern SERVER = Pattern.compile("(?m)^-- Dumped from database version (\\d{1,3})");
    private static final Pattern STATEMENT = Pattern.compile(
            "(?i)(?:\\\\restrict|SET|SELECT|CREATE|ALTER|COPY|COMMENT|BEGIN|START|INSERT|DROP|DO)\\b.*");
    private static final int TAR_MAGIC = 257;

    /** First bytes of what people upload by mistake. */
    private static final Map<String, String> OTHERS = new LinkedHashMap<>();

    static {
        OTHERS.put("\u0089PNG", "a PNG image");
        OTHERS.put("\u00ff\u00d8\u00ff", "a JPEG image");
        OTHERS.put("%PDF", "a PDF document");
        OTHERS.put("BZh", "compressed with bzip2, which is not understood: compress it with gzip");
        OTHERS.put("\u00fd7zXZ", "compressed with xz, which is not understood: compress it with gzip");
        OTHERS.put("7z\u00bc\u00af", "a 7-Zip archive, which is not understood: give the zip that Odoo made");
        OTHERS.put("Rar!", "a RAR archive, which is not understood: give the zip that Odoo made");
        OTHERS.put("\u00ff\u00fe", "UTF-16 text: write the dump in UTF-8");
        OTHERS.put("\u00fe\u00ff", "UTF-16 text: write the dump in UTF-8");
        OTHERS.put("<?xml", "an XML document");
        OTHERS.put("<!DOCTYPE", "an HTML page");
        OTHERS.put("<html", "an HTML page");
    }

    private final String head;

    private Content(String head) {
        this.head = head;
    }

    static Content of(byte[] head) {
        return new Content(new String(head, StandardCharsets.ISO_8859_1));
    }

    boolean isZip() {
        return head.startsWith("PK\u0003\u0004")
                || head.startsWith("PK\u0005\u0006")
                || head.startsWith("PK\u0007\u0008");
    }

    Optional<Compression> compression() {
        return Compression.of(head);
    }

    boolean isCustomArchive() {
        return head.startsWith(CUSTOM_ARCHIVE);
    }

    boolean isScript() {
        boolean text = head.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f');
        return text && !isClusterScript() && (hasDumpHeader() || beginsWithStatement());
    }

    boolean hasDumpHeader() {
        return DUMP_HEADER.matcher(head).find();
    }

    private boolean beginsWithStatement() {
        return head.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("--"))
                .findFirst()
                .filter(line -> STATEMENT.matcher(line).matches())
                .isPresent();
    }

    private boolean isClusterScript() {
        return CLUSTER_HEADER.matcher(head).find();
    }

    /** Major version of the server that a script was dumped from. */
    Optional<Integer> postgresMajor() {
        Matcher server = SERVER.matcher(head);
        return server.find() ? Optional.of(Integer.valueOf(server.group(1))) : Optional.empty();
    }

    /** Completes "… is …". */
    String description() {
        if (isClusterScript()) {
            return "a dump of a whole cluster (pg_dumpall): give a dump of one database";
        }
        if (isCustomArchive()) {
            return "an archive of pg_dump";
        }
        if (isZip()) {
            return "a zip";
        }
        Optional<Compression> compression = compression();
        if (compression.isPresent()) {
            return "compressed with " + compression.get().label();
        }
        if (head.startsWith("ustar", TAR_MAGIC)) {
            return "a tar archive: give the zip that Odoo made, or a dump of pg_dump";
        }
        return OTHERS.entrySet().stream()
                .filter(other -> head.startsWith(other.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("not a backup: it is no zip of Odoo, no script and no archive of pg_dump");
    }
}
