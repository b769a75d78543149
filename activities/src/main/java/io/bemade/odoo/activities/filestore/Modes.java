package io.bemade.odoo.activities.filestore;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Customers' documents: for Odoo's user and its group, and nobody else. */
final class Modes {
    static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = mode("rwxr-x---");
    static final FileAttribute<Set<PosixFilePermission>> FILE = mode("rw-r-----");

    private Modes() {}

    private static FileAttribute<Set<PosixFilePermission>> mode(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
