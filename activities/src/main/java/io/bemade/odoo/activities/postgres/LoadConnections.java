package io.bemade.odoo.activities.postgres;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Supplier;

/** How many connections do the work of one load or copy at once, beside the one of its script: the cores of the server. */
public interface LoadConnections {
    /** Of a server whose cores nobody has told. */
    int ELSEWHERE = 2;

    /** However many cores are learnt: each connection has a session on the server, and a load is not alone there. */
    int MOST = 8;

    /** @param server by the name that instances call it */
    int to(String server);

    /** The same to every server. */
    static LoadConnections of(int connections) {
        return server -> connections;
    }

    /**
     * As many as this machine has cores for servers that are on it, but one for those who work there meanwhile; at least
     * {@value #ELSEWHERE}. {@value #ELSEWHERE} for all others.
     */
    static LoadConnections learnt(Supplier<Map<String, Server>> servers) {
        return learnt(servers, Runtime.getRuntime().availableProcessors());
    }

    /** @param cores of this machine, in a test */
    static LoadConnections learnt(Supplier<Map<String, Server>> servers, int cores) {
        return name -> {
            Server server = servers.get().get(name);
            return server != null && isHere(server.host()) ? Math.min(Math.max(cores - 1, ELSEWHERE), MOST) : ELSEWHERE;
        };
    }

    private static boolean isHere(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false; // whoever connects says what is wrong with it
        }
    }
}
