package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Inquiry;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.starter.text.Table;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.inspect.Inventory;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code odooctl instances}. */
@Command(
        name = "instances",
        description =
                "List the Odoo instances that the worker knows, the database each one uses, and what other pairs it has.",
        footer = {"  odooctl instances", "  odooctl instances -o json | jq -r '.[].instance'"})
public final class InstancesCommand implements Callable<Integer> {
    private final Surroundings world;

    @Option(
            names = "--refresh",
            description = "Also write it anew into the status of custom resources, as after a loss.",
            order = 80)
    private boolean refresh;

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
            Inquiry inquiry = new Inquiry(temporal);
            List<Inventory.Entry> found = refresh ? inquiry.refresh() : inquiry.inventory(Optional.empty());
            List<InstanceView> entries = found.stream().map(InstanceView::of).toList();
            if (standard.json()) {
                StandardOptions.print(world, entries);
            } else {
                print(entries);
            }
            return ExitCode.DONE;
        }
    }

    private void print(List<InstanceView> entries) {
        if (entries.isEmpty()) {
            world.err().println("The worker knows no instance.");
            return;
        }
        Table table = new Table("INSTANCE", "TYPE", "HOST", "DATABASE", "OTHER PAIRS");
        for (InstanceView entry : entries) {
            Optional<InstanceDescription> known = entry.description();
            table.row(
                    entry.instance().toString(),
                    known.map(d -> d.type().name().toLowerCase(Locale.ROOT)).orElse("?"),
                    known.map(d -> d.fqdns().get(0)).orElse("?"),
                    known.flatMap(InstanceDescription::current)
                            .map(Object::toString)
                            .orElse("-"),
                    others(entry));
        }
        table.print(world.out());
        entries.forEach(entry -> entry.problem()
                .ifPresent(problem -> world.err().println(entry.instance() + ": " + Printable.of(problem))));
    }

    /** {@code 2 retained, 1 doomed}. */
    private static String others(InstanceView entry) {
        Map<PairState, Long> counts = new EnumMap<>(PairState.class);
        entry.pairs().stream()
                .filter(pair -> pair.state() != PairState.CURRENT)
                .forEach(pair -> counts.merge(pair.state(), 1L, Long::sum));
        return counts.isEmpty()
                ? "-"
                : counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .collect(Collectors.joining(", "));
    }
}
