package io.bemade.odoo.worker;

import io.bemade.odoo.activities.backup.PgRestore;
import io.bemade.odoo.activities.backup.StoredBackups;
import io.bemade.odoo.activities.odoo.OdooDatabase;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.activities.postgres.LoadConnections;
import io.bemade.odoo.activities.postgres.ParallelLoader;
import io.bemade.odoo.activities.postgres.PgDump;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.activities.step.DatabaseSteps;
import io.bemade.odoo.activities.step.FilestoreSteps;
import io.bemade.odoo.activities.step.InspectionSteps;
import io.bemade.odoo.activities.step.InstanceSteps;
import io.bemade.odoo.activities.step.OdooSteps;
import io.bemade.odoo.activities.step.SourceSteps;
import io.bemade.odoo.activities.step.StatusSteps;
import io.bemade.odoo.activities.step.VolumeSteps;
import io.bemade.odoo.activities.temporal.TemporalLocks;
import io.bemade.odoo.activities.temporal.TemporalRetention;
import io.bemade.odoo.workflows.Workflows;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.Map;

/** Puts ports and adapters together. */
public final class Wiring {
    private final WorkerConfiguration configuration;
    private final Platform platform;

    public Wiring(WorkerConfiguration configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.platform = configuration
                .kubernetes()
                .<Platform>map(cluster ->
                        new KubernetesPlatform(cluster, configuration.secrets(), new KubernetesClientBuilder().build()))
                .orElseGet(() -> new HostPlatform(configuration, environment));
    }

    /** Through which all activities of the worker go. */
    List<WorkerInterceptor> interceptors(WorkflowClient client) {
        return platform.interceptors(client);
    }

    /**
     * Registers every workflow and activity.
     *
     * @param searchAttributes whether the Temporal server knows ours
     */
    public void register(Worker worker, WorkflowClient client, boolean searchAttributes) {
        Workflows.register(worker, searchAttributes);
        Instances instances = platform.instances();
        LoadConnections connections = configuration
                .loadConnections()
                .map(LoadConnections::of)
                .orElseGet(() -> LoadConnections.learnt(platform::servers));
        Databases databases = new PostgresDatabases(
                platform::servers,
                platform.serverSecrets(),
                new PgDump(configuration.pgDump()),
                connections,
                configuration.sourceMaxRate());
        Statuses statuses = platform.statuses(client);
        OdooDatabase odoo = new OdooDatabase(databases);
        StoredBackups backups = new StoredBackups(
                new S3BackupStore(
                        platform.sourceSecrets(),
                        Patience.DEFAULT,
                        configuration.s3Connections(),
                        configuration.s3MaxRate()),
                new PgRestore(configuration.pgRestore()));
        ParallelLoader loader = new ParallelLoader(databases, connections);
        worker.registerActivitiesImplementations(
                new InstanceSteps(instances),
                new SourceSteps(backups),
                new DatabaseSteps(instances, databases, backups, loader, odoo),
                new FilestoreSteps(instances, platform.filestores(databases)),
                new OdooSteps(platform.shell(), odoo, databases),
                new StatusSteps(statuses, instances, databases),
                new InspectionSteps(
                        instances, databases, statuses, new Examination(configuration, platform, instances, databases)),
                new TemporalLocks(client, configuration.taskQueue()),
                new TemporalRetention(client, configuration.taskQueue()));
        platform.volumes()
                .ifPresent(
                        volumes -> worker.registerActivitiesImplementations(new VolumeSteps(volumes, backups, odoo)));
    }
}
