package io.bemade.odoo.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things to close, newest first, exactly once: when asked, or when the process ends (Ctrl-C, SIGTERM, the end of main),
 * whichever comes first. What fails to close is logged and does not keep the others open.
 */
public final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;
    private final Thread hook = new Thread(this::closeAll, "closing");

    /** From now on the end of the process closes, too. */
    public static Closing atExit() {
        Closing closing = new Closing();
        Runtime.getRuntime().addShutdownHook(closing.hook);
        return closing;
    }

    private Closing() {}

    /** Closed before everything that was added earlier; at once when all the others are closed already. */
    public synchronized <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        if (closed) {
            closeAll();
        }
        return resource;
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already; the hook finds nothing left to do.
        }
    }

    /** Whoever comes second waits for the first one to be through: the process must not end half closed. */
    private synchronized void closeAll() {
        closed = true;
        for (@Nullable AutoCloseable next = open.poll(); next != null; next = open.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("{} could not be closed", next, e);
            }
        }
    }
}
