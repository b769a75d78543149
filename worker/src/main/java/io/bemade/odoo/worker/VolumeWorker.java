package io.bemade.odoo.worker;

import io.bemade.odoo.activities.backup.PgRestore;
import io.bemade.odoo.activities.backup.StoredBackups;
import io.bemade.odoo.activities.filestore.MountedVolumes;
import io.bemade.odoo.activities.kubernetes.MountedSecrets;
import io.bemade.odoo.activities.odoo.OdooDatabase;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.postgres.BuilderLogin;
import io.bemade.odoo.activities.s3.Patience;
import io.bemade.odoo.activities.s3.S3BackupStore;
import io.bemade.odoo.activities.step.VolumeSteps;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * A worker inside one volume: it does what is done to files, on a task queue of its own, and nothing else. It administers
 * no database and may ask nothing of Kubernetes; it knows the login of one database under construction and what secrets
 * it was given.
 */
public final class VolumeWorker implements Duty {
    /** One step at a time is given to it; a dying attempt may be beside it. */
    private static final int CONCURRENCY = 4;
    /** Dumps are not read here, but formats are told apart by the same class. */
    private static final String PG_RESTORE = "pg_restore";

    private final VolumeWorkerConfiguration configuration;

    private VolumeWorker(VolumeWorkerConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Runs until SIGTERM; the process then ends with status 143. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(System.getenv());
    }

    /**
     * Returns when the process was asked to end and has ended its work.
     *
     * @throws IllegalArgumentException with all that is wrong with the environment
     */
    public static void run(Map<String, String> environment) throws IOException, InterruptedException {
        new WorkerProcess(new VolumeWorker(VolumeWorkerConfiguration.fromEnvironment(environment))).live();
    }

    @Override
    public String taskQueue() {
        return configuration.taskQueue();
    }

    @Override
    public int concurrency() {
        return CONCURRENCY;
    }

    @Override
    public Optional<InetSocketAddress> listen() {
        return configuration.listen();
    }

    /** It runs as the user of the instance's Odoo, whose files they are. */
    @Override
    public void register(Worker worker, WorkflowServiceStubs service, WorkflowClient client) {
        MountedVolumes volumes = new MountedVolumes(configuration.volumes(), configuration.threads());
        volumes.adopt(configuration.building());
        Secrets secrets = new MountedSecrets(configuration.secrets());
        BuilderLogin login = new BuilderLogin(configuration.building().pair(), secrets, configuration.login());
        S3BackupStore store =
                new S3BackupStore(secrets, Patience.DEFAULT, configuration.s3Connections(), configuration.s3MaxRate());
        StoredBackups backups = new StoredBackups(store, new PgRestore(PG_RESTORE));
        worker.registerActivitiesImplementations(new VolumeSteps(volumes, backups, new OdooDatabase(login)));
    }
}
