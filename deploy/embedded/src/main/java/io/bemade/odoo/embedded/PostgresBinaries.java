package io.bemade.odoo.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's programs as they come with this product, unpacked once per directory. */
final class PostgresBinaries {
    /** A file lock holds between processes; within ours a monitor must. */
    private static final Object UNPACKING = new Object();

    private PostgresBinaries() {}

    /**
     * The directory that has {@code bin/postgres}. Unpacked again when files are missing: systems sweep their temporary
     * directories by age. Whoever comes while another unpacks waits, and then finds the work done.
     */
    static Path unpackInto(Path cache) throws IOException {
        synchronized (UNPACKING) {
            try (FileChannel file = FileChannel.open(
                            cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                return unpackedIn(cache);
            }
        }
    }

    private static Path unpackedIn(Path cache) throws IOException {
        String resource = resource();
        Path home = cache.resolve("postgresql-" + checksum(resource));
        Path complete = home.resolve(".files");
        if (Files.exists(complete) && Files.readString(complete).equals(count(home))) {
            return home;
        }
        Directories.delete(home);
        Path partial = cache.resolve(".partial");
        Directories.delete(partial);
        unpack(resource, partial);
        Files.writeString(partial.resolve(".files"), count(partial));
        return Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(String resource, Path into) throws IOException {
        try (TarArchiveInputStream archive =
                new TarArchiveInputStream(new XZCompressorInputStream(open(resource)), "UTF-8")) {
            for (@Nullable TarArchiveEntry entry = archive.getNextEntry();
                    entry != null;
                    entry = archive.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(archive, target);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    private static String count(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return Long.toString(files.filter(file -> !file.endsWith(".files")).count());
        }
    }

    /** Names the archive's content, so that a newer PostgreSQL is unpacked beside an older one. */
    private static String checksum(String resource) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream archive = new CheckedInputStream(open(resource), sum)) {
            archive.transferTo(OutputStream.nullOutputStream());
        }
        return Long.toHexString(sum.getValue());
    }

    private static InputStream open(String resource) {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(resource);
        if (archive == null) {
            throw new ServerException(
                    "PostgreSQL could not be started: none for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + " comes with this program: use Linux on amd64 or arm64",
                    null);
        }
        return archive;
    }

    private static String resource() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + system + "-" + machine + ".txz";
    }
}
