package io.bemade.odoo.activities.filestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory and all that is in it. Links in it are entries like any other and are never followed. What fails while it is
 * read is an {@link IOException}, which Java's own streams make unchecked.
 */
record Tree(Path root) {
    /** The entries of the directory itself. */
    List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Itself, and every directory below: few, where files are millions. */
    List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.find(root, Integer.MAX_VALUE, (path, attributes) -> attributes.isDirectory())) {
            return all.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

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
