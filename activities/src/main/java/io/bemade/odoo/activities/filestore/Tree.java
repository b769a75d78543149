package io.bemade.odoo.activities.filestore;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory and all that is in it. Links in it are entries like any other and are never followed. */
record Tree(Path root) {
    /** Deletes everything; what goes away meanwhile is gone as well. */
    void delete() throws IOException {
        walk(path -> true);
    }

    /** Deletes everything but the root and this direct child of it. */
    void deleteAllBut(String name) throws IOException {
        Path kept = root.resolve(name);
        walk(path -> !path.equals(root) && !path.equals(kept));
    }

    private interface Choice {
        boolean goes(Path path);
    }

    private void walk(Choice choice) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (choice.goes(file)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                if (choice.goes(directory)) {
                    Files.deleteIfExists(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
