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

    ConfFile(Path conf) {
        this.conf = conf;
        this.ours = conf.resolveSibling("." + conf.getFileName() + ".odooctl");
    }

    OdooConf read() {
        return attempt("read", () -> new OdooConf(Files.readString(conf)));
    }

    /** Compares and sets: a ticket lower than the one that was seen is refused. */
    void fence(InstanceRef instance, long ticket) {
        synchronized (FENCE) {
            attempt("fenced", () -> compareAndSet(instance, ticket));
        }
    }

    private boolean compareAndSet(InstanceRef instance, long ticket) throws IOException {
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
        }
        return true;
    }

    /**
     * Keeps the present text for {@link #changeBack}, unless this change kept one before, and replaces it.
     *
     * @param key of this change and no other: an operation's id alone may be given again for another run
     */
    void change(String key, UnaryOperator<OdooConf> change) {
        attempt("changed", () -> {
            Path kept = kept(key);
            if (!Files.exists(kept)) {
                forgetOthers();
                replace(kept, Files.readAllBytes(conf));
            }
            replace(
                    conf,
                    change.apply(new OdooConf(Files.readString(conf))).text().getBytes(StandardCharsets.UTF_8));
            return true;
        });
    }

    /** Byte for byte; nothing kept, nothing to do. */
    void changeBack(String key) {
        attempt("changed back", () -> {
            Path kept = kept(key);
            if (Files.exists(kept)) {
                replace(conf, Files.readAllBytes(kept));
                Files.delete(kept);
            }
            return true;
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

    private interface Io<T> {
        T run() throws IOException;
    }

    private <T> T attempt(String what, Io<T> io) {
        try {
            return io.run();
        } catch (IOException e) {
            throw new OrchestratorException(
                    ErrorCode.ACCESS_DENIED,
                    conf + " could not be " + what + " (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "): check that it exists and who may write there",
                    e);
        }
    }
}
