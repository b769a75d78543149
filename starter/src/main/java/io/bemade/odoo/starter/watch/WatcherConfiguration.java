package io.bemade.odoo.starter.watch;

import io.bemade.odoo.workflows.model.Namespaces;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A watcher's configuration, from the environment. How Temporal is reached is Temporal's own affair ({@code TEMPORAL_*}),
 * how the API server is, that of Kubernetes' clients ({@code KUBECONFIG}, or the pod's service account).
 *
 * @param namespaces which are watched, sorted; empty = all
 * @param listen where health and metrics are served; empty = nowhere
 * @param resync how often resources whose operation is open are looked at again
 * @param concurrency how many resources are looked at at once
 */
public record WatcherConfiguration(
        String taskQueue,
        List<String> namespaces,
        Optional<InetSocketAddress> listen,
        Duration resync,
        int concurrency) {
    /** A variable as documentation shows it. */
    public record Variable(String name, String standard, String meaning) {}

    public static final List<Variable> VARIABLES = List.of(
            new Variable("ODOOCTL_TASK_QUEUE", "odoo", "Temporal task queue that operations are put in."),
            new Variable(
                    "ODOOCTL_NAMESPACES",
                    "",
                    "Namespaces that are watched, separated by commas; empty = all, which needs a cluster role."),
            new Variable(
                    "ODOOCTL_LISTEN",
                    "127.0.0.1:9464",
                    "Where `/healthz`, `/readyz` and `/metrics` are served; port 0 takes a free one; `off` = nowhere."),
            new Variable(
                    "ODOOCTL_WATCH_RESYNC",
                    "PT1M",
                    "How often a resource whose operation is open is looked at again, an ISO-8601 duration from PT1S to"
                            + " PT1H."),
            new Variable(
                    "ODOOCTL_WATCH_CONCURRENCY", "8", "Resources that are looked at at once, a number from 1 to 64."));

    /** @throws IllegalArgumentException with all problems in one message */
    public static WatcherConfiguration fromEnvironment(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        WatcherConfiguration configuration = new WatcherConfiguration(
                reader.text("ODOOCTL_TASK_QUEUE"),
                reader.parsed(
                        "ODOOCTL_NAMESPACES",
                        text -> List.copyOf(Namespaces.of(text)),
                        "a list of namespaces, separated by commas",
                        List.of()),
                reader.parsed("ODOOCTL_LISTEN", WatcherConfiguration::listen, "host:port or off", Optional.empty()),
                reader.parsed(
                        "ODOOCTL_WATCH_RESYNC",
                        WatcherConfiguration::resync,
                        "a duration from PT1S to PT1H",
                        Duration.ofMinutes(1)),
                reader.parsed(
                        "ODOOCTL_WATCH_CONCURRENCY", WatcherConfiguration::concurrency, "a number from 1 to 64", 8));
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

    private static Duration resync(String text) {
        Duration duration = Duration.parse(text);
        if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private static int concurrency(String text) {
        int number = Integer.parseInt(text);
        if (number < 1 || number > 64) {
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
            } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeParseException e) {
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
                throw new IllegalArgumentException("The watcher cannot start: " + String.join("; ", problems));
            }
        }
    }
}
