package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Inquiry;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.starter.text.Table;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.inspect.Inventory;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl instances}. */
@Command(
        name = "instances",
        description = "List the Odoo instances that the worker knows, and the database each one uses.",
        footer = {"  odooctl instances", "  odooctl instances -o json | jq -r '.[].instance'"})
public final class InstancesCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public InstancesCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        try (Connection temporal = world.connector().connect(connection.address())) {
            List<Inventory.Entry> entries = new Inquiry(temporal).inventory(Optional.empty());
            if (standard.json()) {
                StandardOptions.print(world, entries);
            } else {
                print(entries);
            }
            return ExitCode.DONE;
        }
    }

    private void print(List<Inventory.Entry> entries) {
        if (entries.isEmpty()) {
            world.err().println("The worker knows no instance.");
            return;
        }
        Table table = new Table("INSTANCE", "TYPE", "HOST", "DATABASE", "KEPT");
        for (Inventory.Entry entry : entries) {
            Optional<InstanceDescription> known = entry.description();
            table.row(
                    entry.instance().toString(),
                    known.map(d -> d.type().name().toLowerCase(Locale.ROOT)).orElse("?"),
                    known.map(d -> d.fqdns().get(0)).orElse("?"),
                    known.flatMap(InstanceDescription::current)
                            .map(Object::toString)
                            .orElse("-"),
                    String.valueOf(entry.pairs().stream()
                            .filter(pair -> pair.state() == KeptPair.State.RETAINED)
                            .count()));
        }
        table.print(world.out());
        entries.forEach(entry -> entry.problem()
                .ifPresent(problem -> world.err().println(entry.instance() + ": " + Printable.of(problem))));
    }
}
