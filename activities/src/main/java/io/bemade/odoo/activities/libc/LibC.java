package io.bemade.odoo.activities.libc;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.IntByReference;

/** Functions of C, which set {@code errno}. */
public interface LibC extends Library {
    int open(String path, int flags) throws LastErrorException;

    int ioctl(int file, NativeLong request, int argument) throws LastErrorException;

    int close(int file);

    int setsockopt(int socket, int level, int option, IntByReference value, int bytes) throws LastErrorException;

    /**
     * @throws LinkageError where the program cannot call the system: another system, or a directory for such libraries is
     *     lacking
     */
    static LibC get() {
        return Loaded.C;
    }

    /** Loaded when it is asked for first. */
    final class Loaded {
        private static final LibC C = Native.load("c", LibC.class);

        private Loaded() {}
    }
}
