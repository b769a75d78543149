package io.bemade.odoo.local;

import com.sun.security.auth.module.UnixSystem;
import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.embedded.ServerDirectory;
import io.bemade.odoo.embedded.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a stack keeps its files, for as long as it runs. What an earlier stack left because it was killed is removed, too,
 * but only from a directory that a stack made or found empty: a mistyped path must not cost anybody their files.
 *
 * @param made whether a stack made it, or somebody else did and it was empty
 */
record StackDirectory(Path path, boolean made, ServerDirectory claim) implements AutoCloseable {
    private static final String WHAT = "the demo";
    private static final String MARK = ".odooctl-demo";
    private static final String MADE = "made by odooctl demo";
    private static final String POSTGRES = "postgres";

    /** All that a stack makes below. */
    private static final List<String> OURS = List.of(
            POSTGRES,
            "s3",
            "temporal",
            "secrets",
            "filestores",
            "erp",
            "programs",
            "instances.yaml",
            "sample.zip",
            "sample.zip.part");

    private static final long NEEDED_BYTES = 200_000_000;

    static StackDirectory claim(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            boolean made = !Files.isDirectory(path);
            if (!made) {
                requireOurs(path);
                made = madeByAnEarlierOne(path);
            }
            ServerDirectory claim = ServerDirectory.claim(path, WHAT, NEEDED_BYTES);
            try {
                prepare(path, made);
                return new StackDirectory(path, made, claim);
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

    private static boolean madeByAnEarlierOne(Path path) throws IOException {
        Path mark = path.resolve(MARK);
        return Files.exists(mark) && Files.readString(mark).equals(MADE);
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
    private static void prepare(Path path, boolean made) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(path.resolve(MARK), made ? MADE : "");
        for (String name : OURS) {
            // An earlier PostgreSQL may still run there: who starts the next one ends it first.
            if (!name.equals(POSTGRES)) {
                Directories.delete(path.resolve(name));
            }
        }
    }

    /**
     * Removes what a stack makes; what else is there by now stays, and the directory with it. The mark goes last, so that what
     * is left of an interrupted removal is known as ours.
     */
    @Override
    public void close() throws IOException {
        try {
            for (String name : OURS) {
                Directories.delete(path.resolve(name));
            }
            Files.deleteIfExists(path.resolve(ServerDirectory.LOCK));
            Files.deleteIfExists(path.resolve(MARK));
            if (made && isEmpty(path)) {
                Files.delete(path);
            }
        } finally {
            claim.close();
        }
    }
}
