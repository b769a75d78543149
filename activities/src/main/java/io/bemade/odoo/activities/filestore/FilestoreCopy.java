package io.bemade.odoo.activities.filestore;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Copies attachments from one database's folder to another's: as hard links where the file system allows it, for Odoo never
 * changes a file in place and deletes by unlinking; else sharing their blocks; else byte by byte. Folders that Odoo makes
 * beside attachments are left out.
 */
final class FilestoreCopy {
    private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern FILE = Pattern.compile("[0-9a-f]{40}");

    private final Path from;
    private final Path to;
    private final Pulse pulse;
    private final Crew crew;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private volatile boolean links;
    private volatile boolean reflinks = true;

    FilestoreCopy(Path from, Path to, boolean links, int threads, Pulse pulse) {
        this.from = from;
        this.to = to;
        this.links = links;
        this.pulse = pulse;
        this.crew = new Crew(threads, pulse);
    }

    FilestoreReport run() {
        crew.run("filestore copier", folders().iterator(), () -> this::folder);
        return new FilestoreReport(files.get(), bytes.get(), skipped.get());
    }

    private List<Path> folders() {
        try {
            return new Tree(from)
                    .entries().stream().filter(FilestoreCopy::holdsAttachments).toList();
        } catch (NoSuchFileException none) {
            // As long as Odoo has no attachment; whether it should have some, the proof will say.
            return List.of();
        } catch (IOException e) {
            throw Failures.of("read", from, e);
        }
    }

    /** Whether it is a folder that Odoo keeps attachments in. */
    static boolean holdsAttachments(Path entry) {
        return FOLDER.matcher(entry.getFileName().toString()).matches() && Files.isDirectory(entry, NOFOLLOW_LINKS);
    }

    /** Whether a file in such a folder is one. */
    static boolean isAttachment(Path file) {
        return FILE.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file, NOFOLLOW_LINKS);
    }

    private void folder(Path folder) {
        Path target = to.resolve(folder.getFileName());
        try {
            List<Path> entries = new Tree(folder).entries();
            if (!Files.isDirectory(target)) {
                Files.createDirectory(target, Modes.DIRECTORY);
            }
            for (Path file : entries) {
                if (crew.stopped()) {
                    return;
                }
                if (isAttachment(file)) {
                    file(file, target.resolve(file.getFileName()));
                }
            }
        } catch (NoSuchFileException gone) {
            // Odoo's collector was faster; if the database still needs it, the proof will say so.
        } catch (IOException e) {
            throw isOfSource(e) ? Failures.of("read", folder, e) : Failures.writing(target, 0, e);
        }
    }

    private boolean isOfSource(IOException e) {
        return e instanceof FileSystemException named
                && named.getFile() != null
                && Path.of(named.getFile()).startsWith(from);
    }

    private void file(Path file, Path target) throws IOException {
        try {
            long size = Files.size(file);
            // A machine that went down may have kept a file's name and lost its bytes.
            if (AttachmentWriter.complete(target, size)) {
                skipped.incrementAndGet();
            } else {
                Files.deleteIfExists(target);
                linkOrCopy(file, target);
            }
            files.incrementAndGet();
            bytes.addAndGet(size);
        } catch (NoSuchFileException gone) {
            return; // as above
        }
        pulse.report(Progress.bytes("copying filestore", bytes.get(), 0, files.get() + " files"));
    }

    private void linkOrCopy(Path file, Path target) throws IOException {
        if (links) {
            try {
                Files.createLink(target, file);
                return;
            } catch (FileAlreadyExistsException there) {
                return; // made by another attempt
            } catch (NoSuchFileException gone) {
                throw gone;
            } catch (FileSystemException | UnsupportedOperationException cannot) {
                links = false; // another file system, or one without links
            }
        }
        Path unfinished = AttachmentWriter.unfinished(target);
        try {
            reflinks = reflinks && Reflink.copy(file, unfinished);
            if (!reflinks) {
                Files.copy(file, unfinished);
            }
            Files.move(unfinished, target, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
