package io.bemade.odoo.local;

import com.sun.security.auth.module.UnixSystem;
import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.embedded.ServerDirectory;
import io.bemade.odoo.embedded.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Where a stack keeps its files. What an earlier stack left is removed, but only from a directory that a stack made: a
 * mistyped path must not cost anybody their files.
 */
record StackDirectory(Path path, ServerDirectory claim) implements AutoCloseable {
    private static final String WHAT = "the demo";
    private static final String MARK = ".odooctl-demo";
    private static final long NEEDED_BYTES = 200_000_000;

    /** Unpacked programs, worth keeping from one run to the next. */
    private static final String KEPT = "binaries";

    static StackDirectory claim(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            if (Files.isDirectory(path)) {
                requireOurs(path);
            }
            ServerDirectory claim = ServerDirectory.claim(path, WHAT, NEEDED_BYTES);
            try {
                prepare(path);
                return new StackDirectory(path, claim);
            } catch (IOException e) {
                claim.close();
                throw e;
            }
        } catch (IOException e) {
            throw refused(path, String.valueOf(e.getMessage()));
        }
    }

    private static void requireOurs(Path path) throws IOException {
        if (!Files.getAttribute(path, "unix:uid").equals((int) new UnixSystem().getUid())) {
            throw refused(path, "it belongs to " + Files.getOwner(path).getName());
        }
        if (!Files.exists(path.resolve(MARK)) && !isEmpty(path)) {
            throw refused(path, "it is not empty and no earlier demo made it");
        }
    }

    private static ServerException refused(Path path, String why) {
        return new ServerException(
                WHAT + " could not be started below " + path + ": " + why + ": choose another directory with --dir",
                null);
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Nobody else may look in: there are passwords below. */
    private static void prepare(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(path.resolve(MARK), "");
        for (Path old : new Path[] {
            path.resolve("s3"),
            path.resolve("temporal"),
            path.resolve("secrets"),
            path.resolve("filestores"),
            path.resolve("erp")
        }) {
            Directories.delete(old);
        }
    }

    Path binaries() {
        return path.resolve(KEPT);
    }

    @Override
    public void close() {
        claim.close();
    }
}
