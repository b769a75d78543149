package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Backup.Attachment;
import io.bemade.odoo.activities.port.Backup.Batch;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.Progress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Attachments from a backup into one directory, several batches at a time. */
final class FilestoreLoad {
    private final AttachmentWriter writer;
    private final long totalBytes;
    private final Pulse pulse;
    private final Crew crew;
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();

    FilestoreLoad(Path directory, int writers, long totalBytes, Pulse pulse) {
        this.writer = new AttachmentWriter(directory);
        this.totalBytes = totalBytes;
        this.pulse = pulse;
        this.crew = new Crew(writers, pulse);
    }

    FilestoreReport run(Backup backup) {
        crew.run("filestore writer", backup.attachments().iterator(), () -> {
            byte[] buffer = writer.buffer();
            return batch -> write(batch, buffer);
        });
        return new FilestoreReport(files.get(), bytes.get(), skipped.get());
    }

    private void write(Batch batch, byte[] buffer) {
        crew.using(batch);
        try {
            for (Attachment attachment : batch.files()) {
                if (crew.stopped()) {
                    return;
                }
                write(attachment, buffer);
            }
        } finally {
            crew.done(batch);
        }
    }

    private void write(Attachment attachment, byte[] buffer) {
        if (writer.present(attachment)) {
            skipped.incrementAndGet();
            bytes.addAndGet(attachment.size());
        } else {
            bytes.addAndGet(writer.write(attachment, buffer));
        }
        long done = files.incrementAndGet();
        pulse.report(Progress.bytes("loading filestore", bytes.get(), totalBytes, done + " files"));
    }
}
