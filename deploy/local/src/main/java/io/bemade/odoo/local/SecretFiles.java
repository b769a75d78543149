package io.bemade.odoo.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Secrets as the single-host platform keeps them: {@code <directory>/<name>/<key>}, readable by their owner only. */
record SecretFiles(Path directory) {
    void write(String name, Map<String, String> values) throws IOException {
        Path secret = directory.resolve(name);
        Files.createDirectories(secret);
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        for (Map.Entry<String, String> value : values.entrySet()) {
            Path file = Files.createFile(
                    secret.resolve(value.getKey()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, value.getValue());
        }
    }
}
