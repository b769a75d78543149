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
    private final String pgRestore;
    private final Platform platform;
    private final Instances instances;
    private final Databases databases;

    Examination(String pgRestore, Platform platform, Instances instances, Databases databases) {
        this.pgRestore = pgRestore;
        this.platform = platform;
        this.instances = instances;
        this.databases = databases;
    }

    @Override
    public List<Finding> get() {
        List<Finding> findings = new ArrayList<>(platform.examine());
        findings.add(pgRestore());
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

    private Finding pgRestore() {
        boolean found = pgRestore.contains("/")
                ? Files.isExecutable(Path.of(pgRestore))
                : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, pgRestore)));
        return new Finding(
                "pg_restore",
                found,
                found ? pgRestore : pgRestore + " is not installed",
                found ? "" : "needed for custom dumps (.dump) only: install PostgreSQL's client programs");
    }
}
