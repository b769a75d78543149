package io.bemade.odoo.activities.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes connections on to a real server, and does to each of them what was planned. */
final class FaultyProxy implements AutoCloseable {
    /** What happens to a connection. */
    sealed interface Fault {
        /** After so many bytes of the answer the connection is reset. */
        record Reset(int after) implements Fault {}

        /** After so many bytes of the answer it is closed politely. */
        record CutOff(int after) implements Fault {}

        /** After so many bytes of the answer nothing comes any more. */
        record Stall(int after) implements Fault {}

        /** This is the answer; the server is not asked. */
        record Answer(String head) implements Fault {}
    }

    private final ServerSocket listener;
    private final URI target;
    private final Queue<Fault> plan = new ConcurrentLinkedQueue<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger stalled = new AtomicInteger();

    FaultyProxy(URI target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(this::accept);
    }

    /** The next connections fail like this, in turn; those after them work. */
    void plan(Fault... faults) {
        plan.clear();
        plan.addAll(List.of(faults));
        connections.set(0);
        stalled.set(0);
    }

    int connections() {
        return connections.get();
    }

    /** Connections that the client has not closed. */
    int open() {
        return open.get();
    }

    /** Connections since the plan on which nothing comes any more. */
    int stalled() {
        return stalled.get();
    }

    String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The other side went away, as planned.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            connections.incrementAndGet();
            Fault fault = plan.poll();
            background(() -> serve(client, fault == null ? new Fault.CutOff(Integer.MAX_VALUE) : fault));
        }
    }

    private void serve(Socket client, Fault fault) throws IOException {
        if (fault instanceof Fault.Answer answer) {
            client.getInputStream().read(new byte[8192]);
            client.getOutputStream().write(answer.head().getBytes(StandardCharsets.ISO_8859_1));
            client.close();
            return;
        }
        Socket server = new Socket(target.getHost(), target.getPort());
        sockets.add(server);
        open.incrementAndGet();
        background(() -> {
            try {
                client.getInputStream().transferTo(server.getOutputStream());
            } finally {
                open.decrementAndGet();
            }
        });
        if (fault instanceof Fault.Reset reset) {
            pass(server.getInputStream(), client.getOutputStream(), reset.after());
            client.setSoLinger(true, 0);
            client.close();
        } else if (fault instanceof Fault.CutOff cutOff) {
            pass(server.getInputStream(), client.getOutputStream(), cutOff.after());
            client.close();
        } else if (fault instanceof Fault.Stall stall) {
            pass(server.getInputStream(), client.getOutputStream(), stall.after());
            stalled.incrementAndGet();
        }
    }

    private static void pass(InputStream in, OutputStream out, int bytes) throws IOException {
        byte[] buffer = new byte[8192];
        for (int left = bytes, n; left > 0 && (n = in.read(buffer, 0, Math.min(left, buffer.length))) >= 0; left -= n) {
            out.write(buffer, 0, n);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
