package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;

/** A data directory of Odoo, and how much of it may be deleted. */
final class DataDirectory {
    private final Path path;
    private final Path deletable;
    private final Path mark;

    private DataDirectory(Path path, Path deletable, Path mark) {
        this.path = path;
        this.deletable = deletable;
        this.mark = mark;
    }

    static DataDirectory of(Path root, StoragePair pair) {
        String name = pair.filestore().value();
        if (!pair.filestore().adopted()) {
            Path path = root.resolve(name);
            return new DataDirectory(path, path, path.resolve(Mark.FILE));
        }
        // Other databases may have their files here. The mark stands beside this one's, where Odoo's backups do not see
        // it.
        Path files = attachments(Path.of(name), pair.database());
        return new DataDirectory(Path.of(name), files, files.resolveSibling("." + pair.database() + Mark.FILE));
    }

    private static Path attachments(Path dataDirectory, DatabaseName database) {
        return dataDirectory.resolve("filestore").resolve(database.value());
    }

    Path path() {
        return path;
    }

    Path attachments(DatabaseName database) {
        return attachments(path, database);
    }

    boolean exists() {
        return Files.exists(deletable, LinkOption.NOFOLLOW_LINKS);
    }

    /** @throws OrchestratorException {@code NOT_OURS}; {@code NOT_FOUND} when there is no directory */
    void requireMark(Predicate<Mark> ours) {
        requireThere();
        if (Files.isSymbolicLink(deletable) || Mark.read(mark).filter(ours).isEmpty()) {
            throw foreign(deletable);
        }
    }

    /** @throws OrchestratorException {@code NOT_FOUND} */
    void requireThere() {
        if (!exists()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_FOUND,
                    "filestore " + deletable + " does not exist: was it deleted or moved by hand?");
        }
    }

    private static OrchestratorException foreign(Path path) {
        return new OrchestratorException(
                ErrorCode.NOT_OURS,
                path
                        + " is not touched, for it does not bear the mark of this operation's pair: look at it, and move it away"
                        + " by hand if nobody needs it");
    }

    /** Complete or not at all: built beside and renamed. */
    void make(Mark content) throws IOException {
        Path fresh = unfinished();
        if (Files.exists(fresh, LinkOption.NOFOLLOW_LINKS)) {
            new Tree(fresh).delete();
        }
        Files.createDirectory(fresh, Modes.DIRECTORY);
        Files.createDirectory(fresh.resolve("filestore"), Modes.DIRECTORY);
        Files.createDirectory(attachments(fresh, new DatabaseName(content.database())), Modes.DIRECTORY);
        content.write(fresh.resolve(Mark.FILE));
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            new Tree(fresh).delete();
            if (!exists()) {
                throw e;
            }
        }
    }

    /** For a directory that cannot be renamed into place, being a mount. The mark comes last. */
    void furnish(Mark content) {
        Path attachments = attachments(new DatabaseName(content.database()));
        try {
            Files.createDirectories(attachments, Modes.DIRECTORY);
            if (!Mark.read(mark).filter(content::equals).isPresent()) {
                content.write(mark);
            }
        } catch (IOException e) {
            throw Failures.writing(path, 0, e);
        }
    }

    private Path unfinished() {
        return path.resolveSibling(".new-" + path.getFileName());
    }

    /** Marks what was there before us. */
    void adopt(StoragePair pair) {
        if (exists() && !Files.exists(mark, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Mark.adopting(pair).write(mark);
            } catch (IOException e) {
                throw Failures.writing(mark, 0, e);
            }
        }
        requireMark(found -> found.belongsTo(pair));
    }

    /** Renames away, so that half a directory is never taken for one, and deletes; goes on where an earlier attempt stopped. */
    void delete(Predicate<Mark> ours) {
        Path gone = deletable.resolveSibling(".gone-" + deletable.getFileName());
        boolean markInside = mark.startsWith(deletable);
        Path goneMark = markInside ? gone.resolve(Mark.FILE) : mark;
        try {
            purge(gone, goneMark, ours);
            if (exists()) {
                requireMark(ours);
                Files.move(deletable, gone, StandardCopyOption.ATOMIC_MOVE);
                purge(gone, goneMark, ours);
            }
            if (markInside && Files.exists(unfinished(), LinkOption.NOFOLLOW_LINKS)) {
                new Tree(unfinished()).delete();
            }
            if (!markInside && Mark.read(mark).filter(ours).isPresent()) {
                Files.deleteIfExists(mark);
            }
        } catch (IOException e) {
            throw Failures.of("delete", deletable, e);
        }
    }

    private static void purge(Path gone, Path goneMark, Predicate<Mark> ours) throws IOException {
        if (!Files.exists(gone, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Mark.read(goneMark).filter(ours).isEmpty()
                && !new Tree(gone).entries().isEmpty()) {
            throw foreign(gone);
        }
        // The mark goes last: what is left of an interrupted attempt is still known as ours.
        new Tree(gone).deleteAllBut(Mark.FILE);
        new Tree(gone).delete();
    }

    /** Deletes what an attempt that died left half written. */
    void sweepUnfinished(DatabaseName database) {
        Path files = attachments(database);
        try {
            for (Path folder : new Tree(files).entries()) {
                if (FilestoreCopy.holdsAttachments(folder)) {
                    sweep(folder);
                }
            }
        } catch (IOException e) {
            throw Failures.of("read", files, e);
        }
    }

    private static void sweep(Path folder) throws IOException {
        try {
            for (Path file : new Tree(folder).entries()) {
                if (file.getFileName().toString().endsWith(AttachmentWriter.UNFINISHED)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            // Swept by somebody else.
        }
    }
}
