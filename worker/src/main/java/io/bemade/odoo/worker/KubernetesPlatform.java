package io.bemade.odoo.worker;

import io.bemade.odoo.activities.kubernetes.KubernetesFilestores;
import io.bemade.odoo.activities.kubernetes.KubernetesInstances;
import io.bemade.odoo.activities.kubernetes.KubernetesOdooShell;
import io.bemade.odoo.activities.kubernetes.KubernetesSecrets;
import io.bemade.odoo.activities.kubernetes.KubernetesStatuses;
import io.bemade.odoo.activities.kubernetes.LiveProgress;
import io.bemade.odoo.activities.kubernetes.MountedSecrets;
import io.bemade.odoo.activities.kubernetes.Patience;
import io.bemade.odoo.activities.local.HostFile;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster: instances in custom resources, filestores in volume claims, each with a worker of its own while it is needed. */
final class KubernetesPlatform implements Platform {
    private final KubernetesConfiguration configuration;
    private final KubernetesClient client;
    private final HostFile servers;
    private final Secrets serverSecrets;
    private final KubernetesInstances instances;

    /** @param secrets directory under which the secrets of the servers' administrators are mounted */
    KubernetesPlatform(KubernetesConfiguration configuration, Path secrets, KubernetesClient client) {
        this.configuration = configuration;
        this.client = client;
        this.servers = new HostFile(configuration.servers());
        this.serverSecrets = new MountedSecrets(secrets);
        this.instances = new KubernetesInstances(client, configuration.namespaces(), Patience.DEFAULT);
        servers.servers(); // a slip in it is said at the start, not in the night
    }

    @Override
    public Map<String, Server> servers() {
        return Servers.of(servers.servers());
    }

    @Override
    public Secrets serverSecrets() {
        return serverSecrets;
    }

    @Override
    public Secrets sourceSecrets() {
        return new KubernetesSecrets(client);
    }

    @Override
    public Instances instances() {
        return instances;
    }

    @Override
    public Filestores filestores(Databases databases) {
        return new KubernetesFilestores(client, databases::builderAccess, configuration.volumes());
    }

    @Override
    public Optional<Volumes> volumes() {
        return Optional.empty();
    }

    @Override
    public OdooShell shell() {
        return new KubernetesOdooShell(client, configuration.volumes().patience());
    }

    @Override
    public KubernetesStatuses statuses(WorkflowClient temporal) {
        return new KubernetesStatuses(client, temporal, KubernetesStatuses.PATIENCE);
    }

    @Override
    public List<WorkerInterceptor> interceptors(WorkflowClient temporal) {
        return List.of(new LiveProgress(statuses(temporal)));
    }

    @Override
    public List<Finding> examine() {
        return List.of(
                Examination.look(
                        "PostgreSQL servers", "", () -> servers.servers().size() + " in " + configuration.servers()),
                Examination.look(
                        "instances",
                        "apply the definitions of the custom resources, and give the worker's service account its role",
                        () -> instances.list().size() + " in "
                                + (configuration.namespaces().isEmpty()
                                        ? "all namespaces"
                                        : String.join(", ", configuration.namespaces()))));
    }
}
