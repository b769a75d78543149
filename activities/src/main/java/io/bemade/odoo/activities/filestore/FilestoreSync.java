package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings a directory with all that is in it to the disk, as PostgreSQL does with its own files: a power cut after the switch
 * must not take attachments that the database has. At the end and not file by file, so that most of it is there already.
 */
final class FilestoreSync {
    private final Path directory;
    private final Crew crew;
    private final Pulse pulse;
    private final AtomicLong files = new AtomicLong();

    FilestoreSync(Path directory, int threads, Pulse pulse) {
        this.directory = directory;
        this.pulse = pulse;
        this.crew = new Crew(threads, pulse);
    }

    void run() {
        try {
            crew.run("filestore syncer", new Tree(directory).directories().iterator(), () -> this::sync);
        } catch (IOException e) {
            throw Failures.of("read", directory, e);
        }
    }

    private void sync(Path folder) {
        try {
            for (Path entry : new Tree(folder).entries()) {
                if (crew.stopped()) {
                    return;
                }
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                    force(entry);
                }
            }
            force(folder);
        } catch (NoSuchFileException gone) {
            // Nothing to keep.
        } catch (IOException e) {
            throw Failures.of("sync", folder, e);
        }
    }

    private void force(Path entry) throws IOException {
        try (FileChannel open = FileChannel.open(entry, StandardOpenOption.READ)) {
            open.force(true);
            pulse.report(Progress.step("brings " + files.incrementAndGet() + " files to the disk"));
        } catch (NoSuchFileException gone) {
            // Nothing to keep.
        }
    }
}
