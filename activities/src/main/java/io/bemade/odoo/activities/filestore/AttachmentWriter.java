package io.bemade.odoo.activities.filestore;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import io.bemade.odoo.activities.port.Backup.Attachment;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes attachments so that a name only ever appears with its whole content. Safe for several threads, and for a second
 * attempt that begins while the first is still dying: each writes to names of its own and renames.
 */
final class AttachmentWriter {
    static final String UNFINISHED = ".part";

    private static final int BUFFER = 64 * 1024;

    private final Path files;
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    /** @param files {@code filestore/<database>} */
    AttachmentWriter(Path files) {
        this.files = files;
    }

    boolean present(Attachment attachment) {
        return complete(files.resolve(attachment.storeName()), attachment.size());
    }

    static boolean complete(Path file, long size) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    /** Beside it, a name that nobody else writes to. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    }

    /** @return bytes written */
    long write(Attachment attachment, byte[] buffer) {
        Path file = files.resolve(attachment.storeName());
        Path unfinished = unfinished(file);
        try {
            makeFolder(attachment.storeName().substring(0, 2));
            long bytes = copy(attachment, unfinished, buffer);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return bytes;
        } catch (IOException e) {
            throw Failures.writing(file, attachment.size(), e);
        } finally {
            discard(unfinished);
        }
    }

    private void makeFolder(String name) throws IOException {
        if (folders.contains(name)) {
            return;
        }
        try {
            Files.createDirectory(files.resolve(name), Modes.DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            // By another thread or an earlier attempt.
        }
        folders.add(name);
    }

    private static long copy(Attachment attachment, Path unfinished, byte[] buffer) throws IOException {
        MessageDigest sha1 = Sha1.digest();
        long bytes = 0;
        try (InputStream in = attachment.open();
                OutputStream out = Channels.newOutputStream(
                        Files.newByteChannel(unfinished, Set.of(CREATE_NEW, WRITE), Modes.FILE))) {
            for (int n; (n = in.read(buffer)) >= 0; bytes += n) {
                sha1.update(buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
        if (!attachment.storeName().endsWith("/" + HexFormat.of().formatHex(sha1.digest()))) {
            throw new OrchestratorException(
                    ErrorCode.BAD_BACKUP,
                    "attachment " + attachment.storeName()
                            + " of the backup is damaged, for its content does not have the sha1 that its name says: use another backup");
        }
        return bytes;
    }

    private static void discard(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            // The next attempt sweeps it away.
        }
    }

    byte[] buffer() {
        return new byte[BUFFER];
    }
}
