package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Checkup;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Inquiry;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.workflows.inspect.Doctor.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl doctor}. */
@Command(
        name = "doctor",
        description = {
            "Check everything that operations need: Temporal, its task queue and search attributes, and on the worker's"
                    + " side the database servers, directories, programs and instances.",
            "Exit code 3 when Temporal or a worker cannot be reached, 1 when something else is wrong."
        },
        footer = {"  odooctl doctor", "  odooctl doctor -o json | jq '.findings[] | select(.good | not)'"})
public final class DoctorCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public DoctorCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        int exitCode = examine(findings);
        boolean good = findings.stream().allMatch(Finding::good);
        if (standard.json()) {
            StandardOptions.print(world, new Report(good, findings));
        } else {
            findings.forEach(this::print);
        }
        return exitCode == ExitCode.DONE && !good ? ExitCode.FAILED : exitCode;
    }

    private int examine(List<Finding> findings) {
        try (Connection temporal = world.connector().connect(connection.address())) {
            findings.addAll(new Checkup(temporal).findings());
            return askWorker(temporal, findings);
        } catch (CommandFailed e) {
            findings.add(new Finding("Temporal", false, String.valueOf(e.getMessage()), ""));
            return e.exitCode();
        }
    }

    private static int askWorker(Connection temporal, List<Finding> findings) {
        try {
            findings.addAll(new Inquiry(temporal).doctor());
            return ExitCode.DONE;
        } catch (CommandFailed e) {
            findings.add(new Finding("Worker", false, String.valueOf(e.getMessage()), ""));
            return e.exitCode();
        }
    }

    private void print(Finding finding) {
        String mark = finding.good() ? (finding.remedy().isEmpty() ? "[ok]  " : "[note]") : "[BAD] ";
        world.out().println(mark + " " + Printable.of(finding.subject() + ": " + finding.detail()));
        if (!finding.remedy().isEmpty()) {
            world.out().println("       -> " + Printable.of(finding.remedy()));
        }
    }

    record Report(boolean good, List<Finding> findings) {}
}
