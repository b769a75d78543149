package io.bemade.odoo.worker;

import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.worker.Environment.Variable;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a worker inside one volume, from the environment that its Job gives it.
 *
 * @param building the pair whose filestore the volume is
 * @param volumes directory under which the volume is mounted, at its filestore's name
 * @param login name of the secret with {@code host}, {@code port}, {@code user} and {@code password} of the pair's builder
 *     role, and with how it connects: {@code ssl-mode}, {@code ca.crt}
 * @param listen where health and metrics are served; empty = nowhere
 * @param threads that write or check files
 * @param s3Connections that one large object is read over
 * @param s3MaxRate shared by all that is read from S3
 */
public record VolumeWorkerConfiguration(
        String taskQueue,
        Building building,
        Path volumes,
        Path secrets,
        String login,
        Optional<InetSocketAddress> listen,
        int threads,
        int s3Connections,
        Rate s3MaxRate) {
    public static final List<Variable> VARIABLES = List.of(
            new Variable("ODOOCTL_TASK_QUEUE", Variable.REQUIRED, "Task queue of this volume alone."),
            new Variable("ODOOCTL_INSTANCE", Variable.REQUIRED, "Instance that the volume belongs to."),
            new Variable("ODOOCTL_SERVER", Variable.REQUIRED, "PostgreSQL server of the pair, by its name."),
            new Variable("ODOOCTL_DATABASE", Variable.REQUIRED, "Database of the pair."),
            new Variable("ODOOCTL_FILESTORE", Variable.REQUIRED, "Filestore of the pair: the volume's claim."),
            new Variable("ODOOCTL_OPERATION", Variable.REQUIRED, "Workflow id of the operation that made the claim."),
            new Variable("ODOOCTL_CREATED_AT", "1970-01-01T00:00:00Z", "When it was made."),
            new Variable("ODOOCTL_VOLUMES", "/volumes", "Where the volume is mounted, at its filestore's name."),
            new Variable("ODOOCTL_SECRETS", "/etc/odooctl/secrets", "Directory of mounted secrets: `<name>/<key>`."),
            new Variable("ODOOCTL_LOGIN", "odooctl-database", "The secret with the pair's database login."),
            new Variable(
                    "ODOOCTL_LISTEN",
                    "0.0.0.0:9464",
                    "Where `/healthz`, `/readyz` and `/metrics` are served; `off` = nowhere."),
            new Variable("ODOOCTL_FILESTORE_THREADS", "4", "Threads that write or check the files."),
            WorkerConfiguration.S3_CONNECTIONS,
            WorkerConfiguration.S3_MAX_RATE);

    /** @throws IllegalArgumentException with all problems in one message */
    public static VolumeWorkerConfiguration fromEnvironment(Map<String, String> environment) {
        Environment reader = new Environment(environment, VARIABLES);
        String taskQueue = reader.text("ODOOCTL_TASK_QUEUE");
        Building building = building(reader);
        VolumeWorkerConfiguration configuration = new VolumeWorkerConfiguration(
                taskQueue,
                building == null ? NONE : building,
                Path.of(reader.text("ODOOCTL_VOLUMES")),
                Path.of(reader.text("ODOOCTL_SECRETS")),
                reader.text("ODOOCTL_LOGIN"),
                reader.listen("ODOOCTL_LISTEN"),
                reader.number("ODOOCTL_FILESTORE_THREADS", 1, 64),
                reader.number(WorkerConfiguration.S3_CONNECTIONS.name(), 1, WorkerConfiguration.MOST_S3_CONNECTIONS),
                reader.rate(WorkerConfiguration.S3_MAX_RATE.name()));
        reader.refuseProblems("The volume worker cannot start");
        return configuration;
    }

    /** Stands in until the problems are said. */
    private static final Building NONE = new Building(
            new StoragePair(new InstanceRef("none", "none"), "", new DatabaseName("none"), new FilestoreName("none")),
            "",
            Instant.EPOCH);

    private static @Nullable Building building(Environment reader) {
        InstanceRef instance = reader.parsed("ODOOCTL_INSTANCE", InstanceRef::of, "namespace/name");
        String server = reader.text("ODOOCTL_SERVER");
        DatabaseName database = reader.parsed("ODOOCTL_DATABASE", DatabaseName::new, "a database's name");
        FilestoreName filestore = reader.parsed("ODOOCTL_FILESTORE", FilestoreName::new, "a filestore's name");
        String operation = reader.text("ODOOCTL_OPERATION");
        Instant createdAt = reader.parsed("ODOOCTL_CREATED_AT", Instant::parse, "a time such as 2026-11-20T03:00:00Z");
        if (instance == null || database == null || filestore == null || createdAt == null) {
            return null;
        }
        return new Building(new StoragePair(instance, server, database, filestore), operation, createdAt);
    }
}
