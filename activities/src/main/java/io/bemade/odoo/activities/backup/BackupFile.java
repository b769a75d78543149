package io.bemade.odoo.activities.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file of this machine, looked at before it goes to a store: what is none of a backup's kinds is found out at once. */
public final class BackupFile {
    private BackupFile() {}

    /** What it is instead of a backup; completes "… is …". Empty when it begins as one. */
    public static Optional<String> objection(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.of("no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            Content content = Content.of(in.readNBytes(Content.HEAD));
            boolean begins = content.isZip()
                    || content.compression().isPresent()
                    || content.isCustomArchive()
                    || content.isScript();
            return begins ? Optional.empty() : Optional.of(content.description());
        }
    }
}
