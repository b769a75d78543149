package io.bemade.odoo.worker;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at everything that a worker depends on. */
final class Examination implements Supplier<List<Finding>> {
    private final WorkerConfiguration configuration;
    private final Platform platform;
    private final Instances instances;
    private final Databases databases;

    Examination(WorkerConfiguration configuration, Platform platform, Instances instances, Databases databases) {
        this.configuration = configuration;
        this.platform = platform;
        this.instances = instances;
        this.databases = databases;
    }

    @Override
    public List<Finding> get() {
        List<Finding> findings = new ArrayList<>(platform.examine());
        findings.add(program("pg_restore", configuration.pgRestore(), "custom dumps (.dump)"));
        findings.add(program("pg_dump", configuration.pgDump(), "copies that do not disturb their production"));
        for (String server : known(() -> platform.servers().keySet())) {
            findings.add(look(
                    "PostgreSQL server " + server,
                    "start it, or correct host, port and secret",
                    () -> "version " + databases.majorVersion(server)));
        }
        for (InstanceRef instance : known(instances::list)) {
            findings.add(look("PostgreSQL for " + instance, "", () -> check(instance)));
        }
        return findings;
    }

    /** Why they cannot be known, the platform has said by now. */
    private static <T> Collection<T> known(Supplier<Collection<T>> list) {
        try {
            return list.get();
        } catch (OrchestratorException said) {
            return List.of();
        }
    }

    private String check(InstanceRef instance) {
        InstanceDescription known = instances.describe(instance);
        databases.check(new ServerCheck(instance, known.server(), known.role(), known.current()));
        return "the administrator may create databases, give them to " + known.role() + ", and shut the one in use";
    }

    /** @param remedy where what is thrown does not say it itself */
    static Finding look(String subject, String remedy, Supplier<String> look) {
        try {
            return new Finding(subject, true, look.get(), "");
        } catch (OrchestratorException e) {
            return new Finding(subject, false, e.getMessage(), remedy);
        }
    }

    private static Finding program(String name, String configured, String purpose) {
        boolean found = configured.contains("/")
                ? Files.isExecutable(Path.of(configured))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, configured)));
        return new Finding(
                name,
                found,
                found ? configured : configured + " is not installed",
                found ? "" : "needed for " + purpose + " only: install PostgreSQL's client programs");
    }
}
