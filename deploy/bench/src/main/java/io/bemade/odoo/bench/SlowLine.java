package io.bemade.odoo.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Passes connections on to a server; each of them brings only so many bytes in a second, as real stores do. */
final class SlowLine implements AutoCloseable {
    private static final int PORTION = 64 * 1024;

    private final ServerSocket listener;
    private final URI server;
    private volatile double bytesPerSecond = Double.POSITIVE_INFINITY;

    SlowLine(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        background(this::accept);
    }

    /** From now on, for each connection. */
    void limit(double bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // One of the two sides has gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket target = new Socket(server.getHost(), server.getPort());
            client.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            background(() -> {
                try (client;
                        target) {
                    client.getInputStream().transferTo(target.getOutputStream());
                }
            });
            background(() -> {
                try (client;
                        target) {
                    answer(target.getInputStream(), client.getOutputStream());
                }
            });
        }
    }

    /** What was not used is lost: no connection brings more after a pause. */
    private void answer(InputStream from, OutputStream to) throws IOException, InterruptedException {
        byte[] buffer = new byte[PORTION];
        long due = System.nanoTime();
        for (int n; (n = from.read(buffer)) >= 0; ) {
            due = Math.max(due, System.nanoTime()) + (long) (n * 1e9 / bytesPerSecond);
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            to.write(buffer, 0, n);
        }
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
