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
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a server on loopback and does something, once, at the moment a given text is sent to it or by it: the exact
 * way to kill a program in the middle of a step, however short. The text is forwarded afterwards: the step may have happened.
 *
 * <p>It also is a bad line: one that lets nothing through, or nothing of what clients say, and closes nothing.
 */
final class TripwireProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TripwireProxy.class);

    /** What of a message may be in an earlier piece than its end. */
    private static final int TAIL = 8_000;

    private static final String GZIP = "\u001f\u008b\b\0";
    private static final int GZIP_HEADER = 10;

    private record Wire(String text, Runnable action) {}

    private enum Line {
        OPEN,
        MUTE,
        CUT
    }

    private final ServerSocket listener;
    private final int upstream;
    private final AtomicReference<@Nullable Wire> requests = new AtomicReference<>();
    private final AtomicReference<@Nullable Wire> answers = new AtomicReference<>();
    private Line line = Line.OPEN;

    TripwireProxy(int upstream) {
        this(InetAddress.getLoopbackAddress(), upstream);
    }

    /** @param address of this machine where it listens */
    TripwireProxy(InetAddress address, int upstream) {
        this.upstream = upstream;
        try {
            listener = new ServerSocket(0, 50, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** At the next occurrence of the text in what clients send, and only then. */
    void on(String text, Runnable action) {
        requests.set(new Wire(text, action));
    }

    /** The same for what the server sends. */
    void onAnswer(String text, Runnable action) {
        answers.set(new Wire(text, action));
    }

    /** And what was to be done then has been done. */
    boolean tripped() {
        return requests.get() == null && answers.get() == null;
    }

    /** Clients hear the server and are not heard. */
    void mute() {
        become(Line.MUTE);
    }

    /** Nobody hears anybody. */
    void cut() {
        become(Line.CUT);
    }

    /** What was held back meanwhile is lost, together with its connection. */
    void mend() {
        become(Line.OPEN);
    }

    private synchronized void become(Line next) {
        line = next;
        notifyAll();
    }

    /** @return whether it was held back */
    private synchronized boolean held(boolean request) throws InterruptedException {
        boolean held = false;
        while (line == Line.CUT || (line == Line.MUTE && request)) {
            held = true;
            wait();
        }
        return held;
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

    private void pump(Socket from, Socket to, boolean request) {
        byte[] buffer = new byte[1 << 16];
        String tail = "";
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String text = tail + new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
                AtomicReference<@Nullable Wire> wire = request ? requests : answers;
                // What passed before the wire was set is no reason to trip.
                tail = wire.get() == null ? "" : text.substring(Math.max(0, text.length() - TAIL));
                trip(wire, text);
                if (held(request)) {
                    return;
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            LOG.debug("one side is gone: so is the other", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void trip(AtomicReference<@Nullable Wire> wire, String text) {
        Wire current = wire.get();
        if (current != null && shows(text, current.text())) {
            synchronized (current) {
                if (current.equals(wire.get())) {
                    current.action().run();
                    wire.compareAndSet(current, null); // the action may have set the next one
                }
            }
        }
    }

    /** As it is, or within what is zipped, as Temporal's messages are, each by itself. */
    private static boolean shows(String text, String wanted) {
        boolean found = text.contains(wanted);
        for (int at = text.indexOf(GZIP); at >= 0 && !found; at = text.indexOf(GZIP, at + 1)) {
            found = unzipped(text.substring(at + Math.min(GZIP_HEADER, text.length() - at)))
                    .contains(wanted);
        }
        return found;
    }

    /** As far as it goes. */
    private static String unzipped(String deflated) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated.getBytes(StandardCharsets.ISO_8859_1));
            byte[] plain = new byte[1 << 16];
            return new String(plain, 0, inflater.inflate(plain), StandardCharsets.ISO_8859_1);
        } catch (DataFormatException other) {
            return "";
        } finally {
            inflater.end();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tripwire-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        mend();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
