package io.bemade.odoo.worker;

import io.bemade.odoo.activities.backup.PgRestore;
import io.bemade.odoo.activities.backup.StoredBackups;
import io.bemade.odoo.activities.filestore.DirectoryFilestores;
import io.bemade.odoo.activities.filestore.DirectoryVolumes;
import io.bemade.odoo.activities.filestore.Owner;
import io.bemade.odoo.activities.local.LocalInstances;
import io.bemade.odoo.activities.local.LocalOdooShell;
import io.bemade.odoo.activities.local.LocalSecrets;
import io.bemade.odoo.activities.local.Platform;
import io.bemade.odoo.activities.local.PlatformFile;
import io.bemade.odoo.activities.odoo.OdooDatabase;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.postgres.ParallelLoader;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.activities.step.DatabaseSteps;
import io.bemade.odoo.activities.step.FilestoreSteps;
import io.bemade.odoo.activities.step.InspectionSteps;
import io.bemade.odoo.activities.step.InstanceSteps;
import io.bemade.odoo.activities.step.OdooSteps;
import io.bemade.odoo.activities.step.SourceSteps;
import io.bemade.odoo.activities.step.VolumeSteps;
import io.bemade.odoo.activities.temporal.TemporalLocks;
import io.bemade.odoo.activities.temporal.TemporalRetention;
import io.bemade.odoo.workflows.Workflows;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts ports and adapters of the single-host platform together. */
public final class Wiring {
    /** Whose secrets the servers' are. A host has one namespace of secrets. */
    private static final String HOST = "host";

    private final WorkerConfiguration configuration;
    private final Map<String, String> environment;

    public Wiring(WorkerConfiguration configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = environment;
    }

    /**
     * Registers every workflow and activity.
     *
     * @param searchAttributes whether the Temporal server knows ours
     */
    public void register(Worker worker, WorkflowClient client, boolean searchAttributes) {
        Workflows.register(worker, searchAttributes);
        PlatformFile platform = new PlatformFile(configuration.instances());
        Platform atStart = platform.get();
        Secrets secrets = new LocalSecrets(configuration.secrets(), environment);
        Databases databases = new PostgresDatabases(() -> servers(platform.get()), secrets);
        Instances instances = new LocalInstances(platform, atStart.filestores());
        OdooDatabase odoo = new OdooDatabase(databases);
        S3BackupStore store = new S3BackupStore(secrets, Patience.DEFAULT);
        StoredBackups backups = new StoredBackups(store, new PgRestore(configuration.pgRestore()));
        DirectoryFilestores filestores = new DirectoryFilestores(atStart.filestores());
        DirectoryVolumes volumes = new DirectoryVolumes(
                atStart.filestores(), atStart.owner().map(Owner::of), configuration.filestoreThreads());
        worker.registerActivitiesImplementations(
                new InstanceSteps(instances),
                new SourceSteps(backups),
                new DatabaseSteps(
                        instances,
                        databases,
                        backups,
                        new ParallelLoader(databases, configuration.loadConnections()),
                        odoo),
                new FilestoreSteps(instances, filestores),
                new VolumeSteps(volumes, backups, odoo),
                new OdooSteps(new LocalOdooShell(platform, atStart.filestores()), odoo, databases),
                new InspectionSteps(
                        instances,
                        databases,
                        new Examination(configuration, platform, instances, databases, filestores)),
                new TemporalLocks(client, configuration.taskQueue()),
                new TemporalRetention(client, configuration.taskQueue()));
    }

    private static Map<String, Server> servers(Platform platform) {
        return platform.servers().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            Platform.ServerEntry server = entry.getValue();
            return new Server(
                    entry.getKey(),
                    server.host(),
                    server.port(),
                    HOST,
                    server.secretRef(),
                    server.database(),
                    server.sslMode());
        }));
    }
}
