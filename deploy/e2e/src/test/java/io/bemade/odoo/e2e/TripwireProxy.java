package io.bemade.odoo.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a server on loopback and does something, once, at the moment a given text is sent to it: the exact way to
 * kill a program in the middle of a step, however short. The text is forwarded afterwards: the step may have happened.
 */
final class TripwireProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TripwireProxy.class);

    private record Wire(String text, Runnable action) {}

    private final ServerSocket listener;
    private final int upstream;
    private final AtomicReference<@Nullable Wire> wire = new AtomicReference<>();

    TripwireProxy(int upstream) {
        this.upstream = upstream;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** At the next occurrence of the text, and only then. */
    void on(String text, Runnable action) {
        wire.set(new Wire(text, action));
    }

    boolean tripped() {
        return wire.get() == null;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closed) {
                LOG.debug("the server is down: the client sees its connection end", closed);
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream);
            daemon(() -> pump(client, server, true));
            daemon(() -> pump(server, client, false));
        } catch (IOException down) {
            client.close();
            throw down;
        }
    }

    private void pump(Socket from, Socket to, boolean watched) {
        byte[] buffer = new byte[1 << 16];
        String tail = "";
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (watched) {
                    String text = tail + new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                    trip(text);
                    tail = text.substring(Math.max(0, text.length() - 200));
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            LOG.debug("one side is gone: so is the other", e);
        }
    }

    private void trip(String text) {
        Wire current = wire.get();
        if (current != null && text.contains(current.text()) && wire.compareAndSet(current, null)) {
            current.action().run();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tripwire-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
