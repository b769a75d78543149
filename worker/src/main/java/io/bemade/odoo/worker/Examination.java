package io.bemade.odoo.worker;

import io.bemade.odoo.activities.filestore.DirectoryFilestores;
import io.bemade.odoo.activities.local.Platform;
import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at everything that a worker of one host depends on. */
final class Examination implements Supplier<List<Finding>> {
    private final WorkerConfiguration configuration;
    private final Supplier<Platform> platform;
    private final Instances instances;
    private final Databases databases;
    private final DirectoryFilestores filestores;

    Examination(
            WorkerConfiguration configuration,
            Supplier<Platform> platform,
            Instances instances,
            Databases databases,
            DirectoryFilestores filestores) {
        this.instances = instances;
        this.configuration = configuration;
        this.platform = platform;
        this.databases = databases;
        this.filestores = filestores;
    }

    @Override
    public List<Finding> get() {
        List<Finding> findings = new ArrayList<>();
        String file = configuration.instances().toString();
        check(findings, "instances", "", () -> platform.get().instances().size() + " in " + file);
        check(
                findings,
                "filestores",
                "make the directory, writable for the worker",
                () -> platform.get().filestores() + ", " + filestores.freeBytes() / 1_000_000 + " MB free");
        findings.add(pgRestore());
        if (findings.get(0).good()) {
            Platform known = platform.get();
            known.servers()
                    .keySet()
                    .forEach(server -> check(
                            findings,
                            "PostgreSQL server " + server,
                            "start it, or correct host, port and secret",
                            () -> "version " + databases.majorVersion(server)));
            known.instances().forEach((instance, entry) -> {
                check(findings, "PostgreSQL for " + instance, "", () -> {
                    databases.check(new ServerCheck(
                            instance,
                            entry.server(),
                            entry.role(),
                            instances.describe(instance).current()));
                    return "the administrator may create databases, give them to " + entry.role()
                            + ", and shut the one in use";
                });
                findings.add(config(instance.toString(), entry.config()));
                findings.add(readiness(instance.toString(), entry.ready()));
            });
        }
        return findings;
    }

    private static void check(List<Finding> findings, String subject, String remedy, Supplier<String> look) {
        try {
            findings.add(new Finding(subject, true, look.get(), ""));
        } catch (OrchestratorException e) {
            findings.add(new Finding(subject, false, e.getMessage(), remedy));
        }
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

    private static Finding readiness(String instance, Platform.Ready ready) {
        boolean good = ready.url().isPresent() || !ready.command().isEmpty();
        return new Finding(
                "readiness of " + instance,
                good,
                good ? ready.url().orElseGet(() -> ready.command().get(0)) : "nothing is asked after a switch",
                good
                        ? ""
                        : "give ready.url, such as http://127.0.0.1:8069/web/login: else a dead Odoo counts as ready");
    }

    private Finding pgRestore() {
        String program = configuration.pgRestore();
        boolean found = program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        return new Finding(
                "pg_restore",
                found,
                found ? program : program + " is not installed",
                found ? "" : "needed for custom dumps (.dump) only: install PostgreSQL's client programs");
    }
}
