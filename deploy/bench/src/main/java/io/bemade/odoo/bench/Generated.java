package io.bemade.odoo.bench;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Backups of any size. */
final class Generated {
    private Generated() {}

    /** @return the file, now with a backup of so many MB of database and filestore */
    static Path zip(Path file, long megabytes) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            SampleBackup.write(out, Options.ofSize(megabytes * 1_000_000));
        }
        return file;
    }
}
