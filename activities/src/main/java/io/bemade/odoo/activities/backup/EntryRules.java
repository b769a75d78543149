package io.bemade.odoo.activities.backup;

import static io.bemade.odoo.activities.backup.StoredObject.quoted;

import java.util.Arrays;

/** What an entry of an Odoo zip may be. Backups are distrusted: one hostile entry refuses the whole. */
record EntryRules(StoredObject zip) {
    /** More than DEFLATE can reach. */
    private static final long IMPOSSIBLE_RATIO = 1040;

    /** No document compresses so well; a file that does is made to fill a disk. */
    private static final long BOMB_RATIO = 1000;

    private static final long BOMB_SIZE = 100L << 20;

    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;
    private static final int AES = 99;

    /** For every entry, whether it is read or not. */
    void check(ZipEntry entry) {
        checkName(entry.name());
        int type = entry.unixMode() & TYPE;
        if (type == SYMLINK) {
            throw zip.bad(
                    "has a symbolic link in it, " + quoted(entry.name()) + ": Odoo makes none, do not trust this file");
        }
        if (type != 0 && type != REGULAR && type != DIRECTORY) {
            throw zip.bad("has something in it that is neither file nor directory, " + quoted(entry.name()));
        }
        if ((entry.flags() & ZipEntry.ENCRYPTED) != 0 || entry.method() == AES) {
            throw zip.bad("is encrypted (entry " + quoted(entry.name()) + "): give it without a password");
        }
    }

    private void checkName(String name) {
        boolean leaves = Arrays.asList(name.split("/", -1)).contains("..");
        boolean absolute = name.startsWith("/") || name.matches("[A-Za-z]:.*");
        boolean odd = name.isEmpty() || name.indexOf('\\') >= 0 || name.chars().anyMatch(c -> c < ' ');
        if (leaves || absolute || odd) {
            throw zip.bad("has an entry with a hostile name in it, " + quoted(name) + ": do not trust this file");
        }
    }

    /** For entries that are read. */
    void checkContent(ZipEntry entry, long directory) {
        String name = quoted(entry.name());
        if (entry.method() != ZipEntry.STORED && entry.method() != ZipEntry.DEFLATED) {
            throw zip.bad("has an entry with an unknown compression (method " + entry.method() + ") in it, " + name
                    + ": make the zip with Odoo");
        }
        boolean negative = entry.size() < 0 || entry.compressed() < 0 || entry.offset() < 0;
        if (negative
                || entry.offset() > directory
                || entry.compressed() > directory - entry.offset() - LocalHeader.SIZE
                || (entry.method() == ZipEntry.STORED && entry.compressed() != entry.size())
                || entry.size() / IMPOSSIBLE_RATIO > entry.compressed()) {
            throw zip.bad("has an entry with impossible sizes in it, " + name + ": upload it again");
        }
    }

    void checkAttachment(ZipEntry entry) {
        if (entry.size() > BOMB_SIZE && entry.size() / BOMB_RATIO >= entry.compressed()) {
            throw zip.bad("has an entry in it that unpacks from " + entry.compressed() + " to " + entry.size()
                    + " bytes, " + quoted(entry.name()) + ": do not trust this file");
        }
    }
}
