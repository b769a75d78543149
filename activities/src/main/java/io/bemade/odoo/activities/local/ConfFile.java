package io.bemade.odoo.activities.local;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An {@code odoo.conf} on disk, changed by a rename, and beside it a directory of ours: the lock ticket that counts, and the
 * configuration that the operation at work found.
 */
final class ConfFile {
    /** A file lock holds between processes; within ours a monitor must. */
    private static final Object FENCE = new Object();

    private final Path conf;
    private final Path ours;

    /** @param configured may be a symbolic link, which stays one */
    ConfFile(Path configured) {
        this.conf = real(configured);
        this.ours = conf.resolveSibling("." + conf.getFileName() + ".odooctl");
    }

    private static Path real(Path configured) {
        try {
            return configured.toRealPath();
        } catch (IOException e) {
            return configured.toAbsolutePath(); // reading it will say what is wrong
        }
    }

    OdooConf read() {
        return attempt("read", () -> new OdooConf(Files.readString(conf)));
    }

    /** The database that it names; nothing when it cannot be read. */
    Optional<String> names() {
        try {
            return new OdooConf(Files.readString(conf)).get("db_name");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Compares and sets: a ticket lower than the one that was seen is refused. */
    void fence(InstanceRef instance, long ticket) {
        fenced("fenced", instance, ticket, () -> {});
    }

    /** Works while nobody with a newer ticket can come in between. */
    private void fenced(String what, InstanceRef instance, long ticket, Io work) {
        synchronized (FENCE) {
            attempt(what, () -> compareAndSet(instance, ticket, work));
        }
    }

    private boolean compareAndSet(InstanceRef instance, long ticket, Io work) throws IOException {
        Files.createDirectories(ours);
        try (FileChannel file = FileChannel.open(
                        ours.resolve("ticket"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            ByteBuffer bytes = ByteBuffer.allocate(32);
            int n = file.read(bytes, 0);
            String text = n <= 0 ? "" : new String(bytes.array(), 0, n, StandardCharsets.US_ASCII).strip();
            long seen = text.isEmpty() ? 0 : Long.parseLong(text);
            if (ticket < seen) {
                throw new OrchestratorException(
                        ErrorCode.FENCED_OFF,
                        "a newer operation works on " + instance + " (ticket " + seen + "; this one has " + ticket
                                + "): this one does nothing any more");
            }
            byte[] written = (ticket + "\n").getBytes(StandardCharsets.US_ASCII);
            file.write(ByteBuffer.wrap(written), 0);
            file.truncate(written.length);
            work.run();
        }
        return true;
    }

    /**
     * Keeps the present text for {@link #changeBack}, unless this change kept one before, and replaces it.
     *
     * @param key of this change and no other: an operation's id alone may be given again for another run
     */
    void change(InstanceRef instance, long ticket, String key, UnaryOperator<OdooConf> change) {
        fenced("changed", instance, ticket, () -> {
            Path kept = kept(key);
            if (!Files.exists(kept)) {
                forgetOthers();
                replace(kept, Files.readAllBytes(conf));
            }
            replace(
                    conf,
                    change.apply(new OdooConf(Files.readString(conf))).text().getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Byte for byte; nothing kept, nothing to do. */
    void changeBack(InstanceRef instance, long ticket, String key) {
        fenced("changed back", instance, ticket, () -> {
            Path kept = kept(key);
            if (Files.exists(kept)) {
                replace(conf, Files.readAllBytes(kept));
                Files.delete(kept);
            }
        });
    }

    /** Names of operations may be longer than names of files. */
    private Path kept(String key) {
        return ours.resolve(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + ".conf");
    }

    /** Only the operation at work needs what it found; the lock says that there is no other. */
    private void forgetOthers() throws IOException {
        try (Stream<Path> files = Files.list(ours)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".conf")).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Written beside, flushed, given the same owner and mode, and renamed over. */
    private void replace(Path target, byte[] bytes) throws IOException {
        Path beside = target.resolveSibling("." + target.getFileName() + ".new");
        Files.deleteIfExists(beside);
        PosixFileAttributes like = Files.readAttributes(conf, PosixFileAttributes.class);
        try (FileChannel file = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            PosixFileAttributeView view = Files.getFileAttributeView(beside, PosixFileAttributeView.class);
            view.setPermissions(like.permissions());
            if (!view.getOwner().equals(like.owner())) {
                view.setOwner(like.owner());
            }
            if (!view.readAttributes().group().equals(like.group())) {
                view.setGroup(like.group());
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            file.force(true);
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A configuration for one command, which only we may read; the same file each time, so that one which a killed worker
     * left is overwritten.
     */
    Path forCommand(OdooConf text) {
        return attempt("copied for a command", () -> {
            Files.createDirectories(ours);
            Path file = ours.resolve("command.conf");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, text.text());
        });
    }

    void forget(Path file) {
        attempt("forgotten", () -> Files.deleteIfExists(file));
    }

    private interface Io {
        void run() throws IOException;
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T attempt(String what, Question<T> io) {
        try {
            return io.ask();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).matches(".*(No space left|quota exceeded).*")) {
                throw new OrchestratorException(
                        ErrorCode.NO_SPACE,
                        conf + " could not be " + what + ": the disk is full where it lies; free some space",
                        e);
            }
            throw new OrchestratorException(
                    ErrorCode.ACCESS_DENIED,
                    conf + " could not be " + what + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "): check that it exists and who may write there",
                    e);
        }
    }
}
