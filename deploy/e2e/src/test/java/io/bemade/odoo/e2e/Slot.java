package io.bemade.odoo.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Names and ports that one run of this suite has for itself: a second run on the same machine would stop the servers of the
 * first. A run that was killed leaves its slot, and in it servers that the next one stops and wipes.
 */
final class Slot {
    private static final int SLOTS = 9;
    private static final int STEP = 10;

    private final int number;

    @SuppressWarnings("unused") // held as long as this process lives
    private final FileLock lock;

    private Slot(int number, FileLock lock) {
        this.number = number;
        this.lock = lock;
    }

    static Slot take() {
        for (int number = 1; number <= SLOTS; number++) {
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "odooctl-e2e-" + number + ".lock");
            try {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new Slot(number, lock);
                }
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("this suite already runs " + SLOTS + " times on this machine");
    }

    String name(String server) {
        return "odooctl-e2e-" + number + "-" + server;
    }

    int port(int first) {
        return first + STEP * number;
    }
}
