package io.bemade.odoo.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a machine has once, and the runs of this suite on it share: the cluster, the programs that are built. One run at a
 * time changes it, and the last one to leave stops what this suite started.
 */
final class Commons {
    private static final Path FOLDER = Path.of(System.getProperty("java.io.tmpdir"));

    private final FileChannel changing;
    private final FileChannel using;
    private final Path started = FOLDER.resolve("odooctl-e2e-cluster.started");
    private @Nullable FileLock user;

    Commons() {
        changing = open("odooctl-e2e-changing.lock");
        using = open("odooctl-e2e-using.lock");
    }

    private static FileChannel open(String name) {
        try {
            return FileChannel.open(
                    FOLDER.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until no other run changes anything. */
    synchronized <T> T change(Supplier<T> work) {
        try (FileLock alone = changing.lock()) {
            return work.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * To be called while {@linkplain #change changing}: the cluster is needed from here on. One that runs already without a
     * user is not ours, whatever a run that was killed has left.
     */
    synchronized void use(boolean runsAlready) {
        try {
            if (user == null) {
                try (FileLock first = using.tryLock()) {
                    if (runsAlready && first != null) {
                        Files.deleteIfExists(started);
                    }
                }
                user = using.lock(0, Long.MAX_VALUE, true);
            }
            if (!runsAlready) {
                Files.writeString(started, "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the cluster if nobody else uses it, and this suite started it. */
    void leave(Runnable stop) {
        change(() -> {
            try {
                if (user != null) {
                    user.release();
                }
                try (FileLock last = using.tryLock()) {
                    if (last != null && Files.deleteIfExists(started)) {
                        stop.run();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        });
    }
}
