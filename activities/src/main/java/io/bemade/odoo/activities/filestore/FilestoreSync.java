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
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

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
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> entries =
                    all.filter(entry -> !Files.isSymbolicLink(entry)).toList();
            crew.run("filestore syncer", entries.iterator(), () -> this::sync);
        } catch (IOException e) {
            throw Failures.of("read", directory, e);
        }
    }

    private void sync(Path entry) {
        if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(entry)) {
            return;
        }
        try (FileChannel open = FileChannel.open(entry, StandardOpenOption.READ)) {
            open.force(true);
            pulse.report(Progress.step("brings " + files.incrementAndGet() + " files to the disk"));
        } catch (NoSuchFileException gone) {
            // Nothing to keep.
        } catch (IOException e) {
            throw Failures.of("sync", entry, e);
        }
    }
}
