package io.bemade.odoo.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one process at a time uses for its servers. The operating system takes the lock away from a process that
 * died, so whoever holds it may stop what an earlier holder left running.
 */
public final class ServerDirectory implements AutoCloseable {
    /** Name of the file that says who uses the directory. */
    public static final String LOCK = ".lock";

    private final Path path;
    private final FileChannel lock;

    private ServerDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is absent.
     *
     * @param what the subject of the sentence, should it fail
     * @throws ServerException when it cannot be made or written, is in use, or has less room than needed
     */
    public static ServerDirectory claim(Path directory, String what, long neededBytes) {
        Path path = directory.toAbsolutePath().normalize();
        FileChannel lock = null;
        try {
            Files.createDirectories(path);
            requireRoom(path, what, neededBytes);
            lock = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                String holder = new String(read(lock), StandardCharsets.UTF_8).strip();
                lock.close();
                throw ServerException.below(
                        path,
                        what,
                        "process " + holder + " is using it: end that one first or " + ServerException.ELSEWHERE,
                        null);
            }
            lock.truncate(0);
            lock.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new ServerDirectory(path, lock);
        } catch (IOException e) {
            closeQuietly(lock);
            throw failed(path, what, neededBytes, e);
        }
    }

    public Path path() {
        return path;
    }

    /** The sentence for an input or output error below this directory. */
    static ServerException failed(Path path, String what, long neededBytes, IOException e) {
        String reason = e.getMessage() == null ? "" : e.getMessage();
        if (reason.contains("No space left") || reason.contains("Disk quota exceeded")) {
            return full(path, what, neededBytes, e);
        }
        if (e instanceof FileAlreadyExistsException || reason.contains("Not a directory")) {
            return ServerException.below(
                    path, what, "a file is where a directory must be: " + ServerException.ELSEWHERE, e);
        }
        if (e instanceof AccessDeniedException || e instanceof FileSystemException) {
            return ServerException.below(
                    path,
                    what,
                    System.getProperty("user.name") + " cannot write there (" + refusal(e) + "): "
                            + ServerException.ELSEWHERE,
                    e);
        }
        return ServerException.below(path, what, reason + ": " + ServerException.ELSEWHERE, e);
    }

    private static String refusal(IOException e) {
        boolean told = e instanceof FileSystemException refused && refused.getReason() != null;
        return told ? ((FileSystemException) e).getReason() : "permission denied";
    }

    private static void requireRoom(Path path, String what, long neededBytes) throws IOException {
        if (Files.getFileStore(path).getUsableSpace() < neededBytes) {
            throw full(path, what, neededBytes, null);
        }
    }

    private static ServerException full(Path path, String what, long neededBytes, @Nullable Throwable cause) {
        long free = 0;
        try {
            free = Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            // A disk that cannot even be asked has no room to offer.
        }
        return ServerException.below(
                path,
                what,
                "the disk is full (" + mega(free) + " MB free, " + mega(neededBytes) + " needed): free some space or "
                        + ServerException.ELSEWHERE,
                cause);
    }

    private static long mega(long bytes) {
        return bytes / 1_000_000;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static byte[] read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(20);
        channel.read(content, 0);
        byte[] bytes = new byte[content.position()];
        content.flip().get(bytes);
        return bytes;
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The error that brought us here is the one to tell.
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
