package io.bemade.odoo.activities.postgres;

import com.sun.jna.LastErrorException;
import com.sun.jna.ptr.IntByReference;
import io.bemade.odoo.activities.libc.LibC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Linux's {@code TCP_USER_TIMEOUT}: how long what was sent may stay unanswered by the other side's network, or not be taken
 * by the other side. Java does not know the option, and without it a sender asks a network that is gone for a quarter of an
 * hour. The socket's file descriptor, which Java keeps to itself, is found by its ports.
 */
final class UserTimeout {
    /** Of {@code netinet/tcp.h}. */
    private static final int IPPROTO_TCP = 6;

    private static final int TCP_USER_TIMEOUT = 18;

    /** Of a line: local and remote address with ports, and the inode. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private UserTimeout() {}

    /**
     * @param socket that is connected
     * @return false where it cannot be set
     */
    static boolean set(Socket socket, Duration timeout) {
        try {
            OptionalInt descriptor = descriptor(socket);
            if (descriptor.isPresent()) {
                IntByReference value = new IntByReference(Math.toIntExact(timeout.toMillis()));
                LibC.get().setsockopt(descriptor.getAsInt(), IPPROTO_TCP, TCP_USER_TIMEOUT, value, Integer.BYTES);
            }
            return descriptor.isPresent();
        } catch (IOException | UncheckedIOException | LastErrorException | LinkageError noSuchSystem) {
            return false;
        }
    }

    private static OptionalInt descriptor(Socket socket) throws IOException {
        Set<String> names = new HashSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/net", table))) {
                lines.map(line -> line.strip().split("\\s+"))
                        .filter(fields -> fields[LOCAL].endsWith(port(socket.getLocalPort()))
                                && fields[REMOTE].endsWith(port(socket.getPort())))
                        .forEach(fields -> names.add("socket:[" + fields[INODE] + "]"));
            }
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> names.contains(target(descriptor)))
                    .mapToInt(descriptor ->
                            Integer.parseInt(descriptor.getFileName().toString()))
                    .findFirst();
        }
    }

    private static String port(int number) {
        return ":%04X".formatted(number);
    }

    /** Empty when it was closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
