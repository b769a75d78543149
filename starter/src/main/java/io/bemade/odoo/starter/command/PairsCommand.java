package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Inquiry;
import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.starter.text.Table;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl pairs}. */
@Command(
        name = "pairs",
        description =
                "List an instance's databases and filestores: the current pair (*) and those kept for a rollback.",
        footer = {"  odooctl pairs shop/erp", "  odooctl pairs shop/erp -o json | jq '.pairs[].pair.database'"})
public final class PairsCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private final InstanceArgument instance = new InstanceArgument();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public PairsCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        try (Connection temporal = world.connector().connect(connection.address())) {
            Inventory.Entry entry = entry(temporal, instance.value());
            if (standard.json()) {
                StandardOptions.print(world, entry);
            } else {
                print(entry);
            }
            return ExitCode.DONE;
        }
    }

    private static Inventory.Entry entry(Connection temporal, InstanceRef instance) {
        Inventory.Entry entry = new Inquiry(temporal)
                .inventory(Optional.of(instance)).stream()
                        .findFirst()
                        .orElseThrow(() -> new CommandFailed(
                                ExitCode.FAILED, "There is no instance " + instance + ": see \"odooctl instances\""));
        if (entry.description().isEmpty() && entry.pairs().isEmpty()) {
            throw new CommandFailed(
                    ExitCode.FAILED, entry.problem().orElse("The instance " + instance + " could not be described"));
        }
        return entry;
    }

    private void print(Inventory.Entry entry) {
        Optional<StoragePair> current = entry.description().flatMap(InstanceDescription::current);
        Table table = new Table("", "STATE", "DATABASE", "FILESTORE", "SIZE", "CREATED", "DELETE AT");
        current.filter(pair -> entry.pairs().stream().noneMatch(kept -> is(kept, pair)))
                .ifPresent(pair -> table.row(
                        "*",
                        "current",
                        pair.database().value(),
                        pair.filestore().value(),
                        "-",
                        "-",
                        "-"));
        for (KeptPair kept : entry.pairs()) {
            boolean live = current.filter(pair -> is(kept, pair)).isPresent();
            table.row(
                    live ? "*" : "",
                    live ? "current" : kept.state().name().toLowerCase(Locale.ROOT),
                    kept.pair().database().value(),
                    kept.pair().filestore().value(),
                    Amounts.bytes(kept.bytes()),
                    world.times().at(kept.createdAt()),
                    kept.deleteAt().filter(at -> !live).map(world.times()::due).orElse("-"));
        }
        table.print(world.out());
        entry.problem().ifPresent(problem -> world.err().println(Printable.of(problem)));
    }

    private static boolean is(KeptPair kept, StoragePair pair) {
        return kept.pair().database().equals(pair.database());
    }
}
