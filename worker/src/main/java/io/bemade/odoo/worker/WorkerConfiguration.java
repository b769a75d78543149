package io.bemade.odoo.worker;

import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.worker.Environment.Variable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A worker's configuration, from the environment. How Temporal is reached is Temporal's own affair ({@code TEMPORAL_*}).
 *
 * @param instances the host's file; on Kubernetes nobody asks for it
 * @param listen where health and metrics are served; empty = nowhere
 * @param concurrency how many activities run at once
 * @param s3Connections that one large object is read over
 * @param s3MaxRate shared by all that is read from S3
 * @param sourceMaxRate shared by all that is read from databases that serve, for copies
 * @param kubernetes present on Kubernetes, absent on a host
 */
public record WorkerConfiguration(
        String taskQueue,
        Path instances,
        Path secrets,
        Optional<InetSocketAddress> listen,
        String pgRestore,
        String pgDump,
        int concurrency,
        int filestoreThreads,
        Optional<Integer> loadConnections,
        int s3Connections,
        Rate s3MaxRate,
        Rate sourceMaxRate,
        Optional<KubernetesConfiguration> kubernetes) {
    /** The task queue where none is given. */
    static final String TASK_QUEUE = "odoo";

    private static final String HOST = "host";

    private static final String KUBERNETES = "kubernetes";

    static final int MOST_S3_CONNECTIONS = 32;

    static final Variable S3_CONNECTIONS = new Variable(
            "ODOOCTL_S3_CONNECTIONS",
            String.valueOf(S3BackupStore.CONNECTIONS),
            "Connections that read one large object at once, while its first bytes are used already; 1 = one after the"
                    + " other. All operations together keep at most twice as many pieces of 2 MiB in memory.");

    static final Variable S3_MAX_RATE = new Variable(
            "ODOOCTL_S3_MAX_RATE",
            Variable.NONE,
            "Bytes in a second that this process reads from S3 at most, in all its operations together: `50MB`; empty = as"
                    + " fast as it goes.");

    public static final List<Variable> VARIABLES = List.of(
            new Variable(
                    "ODOOCTL_TASK_QUEUE", TASK_QUEUE, "Temporal task queue that the worker serves and `odooctl` asks."),
            new Variable(
                    "ODOOCTL_PLATFORM",
                    HOST,
                    "`host`: instances in a file, filestores in directories. `kubernetes`: instances in custom resources,"
                            + " filestores in volume claims."),
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
                    "ODOOCTL_PG_DUMP",
                    "pg_dump",
                    "Program that tells how a database is made, for a copy of one that serves: a name or a path. As new as"
                            + " the newest server."),
            new Variable(
                    "ODOOCTL_CONCURRENCY",
                    "8",
                    "Activities that run at once: a load takes two, and others must find a place beside it."),
            new Variable("ODOOCTL_FILESTORE_THREADS", "4", "Threads that write or check one filestore."),
            new Variable(
                    "ODOOCTL_LOAD_CONNECTIONS",
                    Variable.NONE,
                    "Connections that load one database at once, beside the one of its script: the cores that the"
                            + " database server can spare. A copy of a database that serves reads it over as many."
                            + " Empty = the cores of this machine but one, from 2 to 8, for a server that is on it; 2"
                            + " for others."),
            S3_CONNECTIONS,
            S3_MAX_RATE,
            new Variable(
                    "ODOOCTL_SOURCE_MAX_RATE",
                    Variable.NONE,
                    "Bytes in a second that this process reads from databases that serve at most, in all their online"
                            + " copies together: `20MB`; empty = as fast as it goes. The slower, the longer such a database"
                            + " keeps what it would clean up."));

    /** @throws IllegalArgumentException with all problems in one message */
    public static WorkerConfiguration fromEnvironment(Map<String, String> environment) {
        Environment reader = new Environment(
                environment,
                Stream.concat(VARIABLES.stream(), KubernetesConfiguration.VARIABLES.stream())
                        .toList());
        boolean cluster =
                reader.parsed("ODOOCTL_PLATFORM", WorkerConfiguration::isKubernetes, "host or kubernetes", false);
        WorkerConfiguration configuration = new WorkerConfiguration(
                reader.text("ODOOCTL_TASK_QUEUE"),
                Path.of(reader.text("ODOOCTL_INSTANCES")),
                Path.of(reader.text("ODOOCTL_SECRETS")),
                reader.listen("ODOOCTL_LISTEN"),
                reader.text("ODOOCTL_PG_RESTORE"),
                reader.text("ODOOCTL_PG_DUMP"),
                reader.number("ODOOCTL_CONCURRENCY", 2, 200),
                reader.number("ODOOCTL_FILESTORE_THREADS", 1, 64),
                reader.optionalNumber("ODOOCTL_LOAD_CONNECTIONS", 1, 64),
                reader.number(S3_CONNECTIONS.name(), 1, MOST_S3_CONNECTIONS),
                reader.rate(S3_MAX_RATE.name()),
                reader.rate("ODOOCTL_SOURCE_MAX_RATE"),
                cluster ? Optional.of(KubernetesConfiguration.of(reader, environment)) : Optional.empty());
        reader.refuseProblems("The worker cannot start");
        return configuration;
    }

    private static boolean isKubernetes(String text) {
        return switch (text) {
            case HOST -> false;
            case KUBERNETES -> true;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
