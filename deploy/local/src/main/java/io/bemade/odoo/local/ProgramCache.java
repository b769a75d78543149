package io.bemade.odoo.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where PostgreSQL's programs stay unpacked from one demo to the next: {@code odooctl} below {@code XDG_CACHE_HOME}, or
 * below {@code .cache} in the home directory.
 */
record ProgramCache(Optional<Path> path) {
    static ProgramCache of(Map<String, String> environment, String home) {
        Path caches = Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute) // others are to be ignored, says the standard
                .orElse(Path.of(home).resolve(".cache"));
        return new ProgramCache(Optional.of(caches.resolve("odooctl")).filter(ProgramCache::usable));
    }

    /** Below the demo's own directory, and so for this time only, where there is no place for longer. */
    Path or(Path demo) {
        return path.orElse(demo.resolve("programs"));
    }

    private static boolean usable(Path directory) {
        try {
            return directory.isAbsolute() && Files.isWritable(Files.createDirectories(directory));
        } catch (IOException e) {
            return false;
        }
    }
}
