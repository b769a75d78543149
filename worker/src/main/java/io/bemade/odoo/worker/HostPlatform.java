package io.bemade.odoo.worker;

import io.bemade.odoo.activities.filestore.DirectoryFilestores;
import io.bemade.odoo.activities.filestore.DirectoryVolumes;
import io.bemade.odoo.activities.filestore.Owner;
import io.bemade.odoo.activities.local.Host;
import io.bemade.odoo.activities.local.HostFile;
import io.bemade.odoo.activities.local.LocalInstances;
import io.bemade.odoo.activities.local.LocalOdooShell;
import io.bemade.odoo.activities.local.LocalSecrets;
import io.bemade.odoo.activities.local.LocalStatuses;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.OdooShell;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.temporal.client.WorkflowClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One host: instances in a file, filestores in directories, Odoos behind configured commands. */
final class HostPlatform implements Platform {
    private final WorkerConfiguration configuration;
    private final HostFile file;
    private final Host atStart;
    private final LocalSecrets secrets;
    private final DirectoryFilestores filestores;

    HostPlatform(WorkerConfiguration configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.file = new HostFile(configuration.instances());
        this.atStart = file.get();
        this.secrets = new LocalSecrets(configuration.secrets(), environment);
        this.filestores = new DirectoryFilestores(atStart.filestores());
    }

    @Override
    public Map<String, Server> servers() {
        return Servers.of(file.get().servers());
    }

    /** A host has one namespace of secrets. */
    @Override
    public Secrets serverSecrets() {
        return secrets;
    }

    @Override
    public Secrets sourceSecrets() {
        return secrets;
    }

    @Override
    public Instances instances() {
        return new LocalInstances(file, atStart.filestores());
    }

    @Override
    public Filestores filestores(Databases databases) {
        return filestores;
    }

    @Override
    public Optional<Volumes> volumes() {
        return Optional.of(new DirectoryVolumes(
                atStart.filestores(), atStart.owner().map(Owner::of), configuration.filestoreThreads()));
    }

    @Override
    public OdooShell shell() {
        return new LocalOdooShell(file, atStart.filestores());
    }

    @Override
    public Statuses statuses(WorkflowClient client) {
        return new LocalStatuses();
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Examination.look(
                "instances", "", () -> file.get().instances().size() + " in " + configuration.instances()));
        findings.add(Examination.look(
                "filestores",
                "make the directory, writable for the worker",
                () -> atStart.filestores() + ", " + filestores.freeBytes() / 1_000_000 + " MB free"));
        if (findings.get(0).good()) {
            file.get().instances().forEach((instance, entry) -> {
                findings.add(config(instance.toString(), entry.config()));
                findings.add(readiness(instance.toString(), entry.ready()));
            });
        }
        return findings;
    }

    private static Finding config(String instance, Path conf) {
        Path folder = conf.toAbsolutePath().getParent();
        boolean good = Files.isRegularFile(conf) && folder != null && Files.isWritable(folder);
        return new Finding(
                "configuration of " + instance,
                good,
                conf.toString(),
                good ? "" : "it must be a file in a directory where the worker may put another in its place");
    }

    private static Finding readiness(String instance, Host.Ready ready) {
        boolean good = ready.url().isPresent() || !ready.command().isEmpty();
        return new Finding(
                "readiness of " + instance,
                good,
                good ? ready.url().orElseGet(() -> ready.command().get(0)) : "nothing is asked after a switch",
                good
                        ? ""
                        : "give ready.url, such as http://127.0.0.1:8069/web/login: else a dead Odoo counts as ready");
    }
}
