package io.bemade.odoo.activities.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * Sockets that notice within two minutes that a server is gone without a word, while they wait for its answer, for which
 * systems wait two hours or for ever, and, on Linux, while they send, for which they take a quarter of an hour.
 */
public final class WatchfulSocketFactory extends SocketFactory {
    /** Asked after so many idle seconds, so many seconds apart, so many times. */
    private static final Map<SocketOption<Integer>, Integer> WATCH = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 30,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 10,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 6);

    private static final Duration UNANSWERED = Duration.ofSeconds(90);

    private static final class WatchfulSocket extends Socket {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            super.connect(address, timeout);
            UserTimeout.set(this, UNANSWERED);
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new WatchfulSocket();
        socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        // Else a close over TLS waits for who is just sending, which may be for ever.
        socket.setSoLinger(true, 1);
        for (Map.Entry<SocketOption<Integer>, Integer> option : WATCH.entrySet()) {
            if (socket.supportedOptions().contains(option.getKey())) {
                socket.setOption(option.getKey(), option.getValue());
            }
        }
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw connectsItself();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw connectsItself();
    }

    private static UnsupportedOperationException connectsItself() {
        return new UnsupportedOperationException("the driver connects its sockets itself");
    }
}
