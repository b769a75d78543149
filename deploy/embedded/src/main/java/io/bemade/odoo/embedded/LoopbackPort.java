package io.bemade.odoo.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A TCP port of this host only. */
public final class LoopbackPort {
    private LoopbackPort() {}

    /** One that nobody used a moment ago; somebody else may take it before we do. */
    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("this host has no free port on 127.0.0.1", e);
        }
    }
}
