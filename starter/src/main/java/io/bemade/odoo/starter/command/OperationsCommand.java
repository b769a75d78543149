package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Operations;
import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Table;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code odooctl operations}. */
@Command(
        name = "operations",
        description =
                "List operations, running ones first, then those that wait for their time, then the last that ended.",
        footer = {
            "  odooctl operations",
            "  odooctl operations shop/erp --all",
            "  odooctl operations -o json | jq -r '.[] | select(.status == \"running\").workflowId'"
        })
public final class OperationsCommand implements Callable<Integer> {
    private static final int USUAL = 20;

    private final Surroundings world;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "INSTANCE",
            description = "Only those of this instance.",
            converter = Converters.Instance.class)
    private Optional<InstanceRef> instance = Optional.empty();

    @Option(names = "--all", description = "All that Temporal remembers, not only the last " + USUAL + " that ended.")
    private boolean all;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public OperationsCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        try (Connection temporal = world.connector().connect(connection.address())) {
            List<Operations.Entry> found = new Operations(temporal)
                    .list(
                            instance,
                            all ? Integer.MAX_VALUE : USUAL,
                            world.clock().instant());
            if (standard.json()) {
                StandardOptions.print(world, found);
            } else if (found.isEmpty()) {
                world.err().println("Temporal remembers no operation.");
            } else {
                print(found);
            }
            return ExitCode.DONE;
        }
    }

    private void print(List<Operations.Entry> found) {
        Table table = new Table("STATUS", "PHASE", "BEGIN", "TOOK", "WORKFLOW ID");
        for (Operations.Entry entry : found) {
            boolean scheduled = entry.status().equals(Operations.Entry.SCHEDULED);
            table.row(
                    entry.status(),
                    entry.phase().orElse("-"),
                    scheduled ? world.times().due(entry.start()) : world.times().at(entry.start()),
                    scheduled
                            ? "-"
                            : Amounts.duration(Duration.between(
                                    entry.start(),
                                    entry.end().orElse(world.clock().instant()))),
                    entry.workflowId());
        }
        table.print(world.out());
    }
}
