package io.bemade.odoo.activities.filestore;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import io.bemade.odoo.activities.libc.LibC;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Linux's own way to copy a file at once: both share their blocks until one is written, as {@code cp --reflink} makes it.
 * XFS, Btrfs and some network file systems can, within one file system.
 */
final class Reflink {
    /** Of {@code linux/fs.h}. */
    private static final NativeLong FICLONE = new NativeLong(0x40049409L);

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;

    private Reflink() {}

    /**
     * Makes a new file that is the other one's copy; readable to whom that is.
     *
     * @return false, and no file, where it cannot be done
     * @throws IOException of the making of the file, and where the original is gone
     */
    static boolean copy(Path original, Path fresh) throws IOException {
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(original)));
        try {
            if (share(original.toString(), fresh.toString())) {
                return true;
            }
        } catch (LinkageError noSuchSystem) {
            // As where it cannot be done.
        }
        Files.deleteIfExists(fresh);
        return false;
    }

    private static boolean share(String original, String fresh) {
        int source = -1;
        int target = -1;
        try {
            source = LibC.get().open(original, READ | CLOSE_ON_EXEC);
            target = LibC.get().open(fresh, WRITE | CLOSE_ON_EXEC);
            LibC.get().ioctl(target, FICLONE, source);
            return true;
        } catch (LastErrorException cannot) {
            return false;
        } finally {
            close(source);
            close(target);
        }
    }

    private static void close(int file) {
        if (file >= 0) {
            LibC.get().close(file);
        }
    }
}
