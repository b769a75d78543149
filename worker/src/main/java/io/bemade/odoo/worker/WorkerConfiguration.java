package io.bemade.odoo.worker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A worker's configuration, from the environment. How Temporal is reached is Temporal's own affair ({@code TEMPORAL_*}).
 *
 * @param listen where health and metrics are served; empty = nowhere
 * @param concurrency how many activities run at once
 */
public record WorkerConfiguration(
        String taskQueue,
        Path instances,
        Path secrets,
        Optional<InetSocketAddress> listen,
        String pgRestore,
        int concurrency,
        int filestoreThreads,
        int loadConnections) {
    /** A variable as documentation shows it. */
    public record Variable(String name, String standard, String meaning) {}

    /** The task queue where none is given. */
    static final String TASK_QUEUE = "odoo";

    public static final List<Variable> VARIABLES = List.of(
            new Variable(
                    "ODOOCTL_TASK_QUEUE", TASK_QUEUE, "Temporal task queue that the worker serves and `odooctl` asks."),
            new Variable(
                    "ODOOCTL_INSTANCES", "/etc/odooctl/instances.yaml", "File of the host's servers and instances."),
            new Variable(
                    "ODOOCTL_SECRETS",
                    "/etc/odooctl/secrets",
                    "Directory of secrets: `<name>/<key>`, one value a file, mode 600."),
            new Variable(
                    "ODOOCTL_LISTEN",
                    "127.0.0.1:9464",
                    "Where `/healthz`, `/readyz` and `/metrics` are served; port 0 takes a free one; `off` = nowhere."),
            new Variable(
                    "ODOOCTL_PG_RESTORE", "pg_restore", "Program that reads custom dumps (`.dump`): a name or a path."),
            new Variable(
                    "ODOOCTL_CONCURRENCY",
                    "8",
                    "Activities that run at once: a load takes two, and others must find a place beside it."),
            new Variable("ODOOCTL_FILESTORE_THREADS", "4", "Threads that write or check one filestore."),
            new Variable(
                    "ODOOCTL_LOAD_CONNECTIONS",
                    "2",
                    "Connections that load one database at once, beside the one of its script: the cores that the"
                            + " database server can spare."));

    /** @throws IllegalArgumentException with all problems in one message */
    public static WorkerConfiguration fromEnvironment(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        WorkerConfiguration configuration = new WorkerConfiguration(
                reader.text("ODOOCTL_TASK_QUEUE"),
                Path.of(reader.text("ODOOCTL_INSTANCES")),
                Path.of(reader.text("ODOOCTL_SECRETS")),
                reader.parsed("ODOOCTL_LISTEN", WorkerConfiguration::listen, "host:port or off", Optional.empty()),
                reader.text("ODOOCTL_PG_RESTORE"),
                reader.parsed("ODOOCTL_CONCURRENCY", text -> between(2, 200, text), "a number from 2 to 200", 8),
                reader.parsed("ODOOCTL_FILESTORE_THREADS", text -> between(1, 64, text), "a number from 1 to 64", 4),
                reader.parsed("ODOOCTL_LOAD_CONNECTIONS", text -> between(1, 64, text), "a number from 1 to 64", 2));
        reader.refuseProblems();
        return configuration;
    }

    private static Optional<InetSocketAddress> listen(String text) {
        if (text.equals("off")) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        return Optional.of(
                new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))));
    }

    private static int between(int least, int most, String text) {
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw new IllegalArgumentException(text);
        }
        return number;
    }

    /** Reads variables and gathers what is wrong with them. */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        String text(String name) {
            String value = environment.getOrDefault(name, "");
            return value.isBlank() ? standard(name) : value.strip();
        }

        <T> T parsed(String name, Function<String, T> parser, String wanted, T fallback) {
            String value = text(name);
            try {
                return parser.apply(value);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                problems.add(name + "=\"" + value + "\" is not " + wanted);
                return fallback;
            }
        }

        private static String standard(String name) {
            return VARIABLES.stream()
                    .filter(variable -> variable.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .standard();
        }

        void refuseProblems() {
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("The worker cannot start: " + String.join("; ", problems));
            }
        }
    }
}
