package io.bemade.odoo.activities.filestore;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A volume that began as a snapshot of another one. It becomes what a copy of one database's attachments would be: they get
 * the new database's name, and everything else goes, sessions and other databases' files first of all. Each step finds what
 * an attempt that died has left.
 */
final class ClonedVolume {
    /** Of the file system itself, and its administrator's. */
    private static final String LOST_AND_FOUND = "lost+found";

    private final Path volume;
    private final Pulse pulse;
    private final Crew crew;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    ClonedVolume(Path volume, int threads, Pulse pulse) {
        this.volume = volume;
        this.pulse = pulse;
        this.crew = new Crew(threads, pulse);
    }

    FilestoreReport become(DatabaseName from, DatabaseName to) {
        Path filestore = volume.resolve("filestore");
        Path attachments = filestore.resolve(to.value());
        try {
            rename(filestore.resolve(from.value()), attachments);
            deleteBut(volume, named("filestore", Mark.FILE, LOST_AND_FOUND));
            deleteBut(filestore, named(to.value()));
            deleteBut(attachments, FilestoreCopy::holdsAttachments);
            crew.run("filestore tidier", new Tree(attachments).entries().iterator(), () -> this::tidy);
        } catch (IOException e) {
            throw Failures.of("tidy up", volume, e);
        }
        return new FilestoreReport(files.get(), bytes.get(), 0);
    }

    /**
     * Onto an empty directory, which was made for the new database already. Nothing to do where it was renamed before, and
     * where Odoo has no attachment yet, and so no folder: whether it should have some, the proof will say.
     */
    private static void rename(Path from, Path to) throws IOException {
        try {
            if (Files.isDirectory(from, NOFOLLOW_LINKS)) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (NoSuchFileException renamed) {
            // By another attempt.
        }
    }

    private static Predicate<Path> named(String... names) {
        return entry -> List.of(names).contains(entry.getFileName().toString());
    }

    private void deleteBut(Path directory, Predicate<Path> kept) throws IOException {
        for (Path entry : new Tree(directory).entries()) {
            if (!kept.test(entry)) {
                pulse.report(Progress.step("deletes " + volume.relativize(entry) + " of the copy"));
                new Tree(entry).delete();
            }
        }
    }

    private void tidy(Path folder) {
        try {
            for (Path entry : new Tree(folder).entries()) {
                if (crew.stopped()) {
                    return;
                }
                tidyEntry(entry);
            }
        } catch (IOException e) {
            throw Failures.of("tidy up", folder, e);
        }
    }

    private void tidyEntry(Path entry) throws IOException {
        if (!FilestoreCopy.isAttachment(entry)) {
            new Tree(entry).delete();
            return;
        }
        bytes.addAndGet(Files.size(entry));
        pulse.report(Progress.bytes(
                "looking through the copied filestore", bytes.get(), 0, files.incrementAndGet() + " files"));
    }
}
