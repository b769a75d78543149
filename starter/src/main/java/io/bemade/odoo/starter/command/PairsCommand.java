package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.command.InstanceView.PairView;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.Inquiry;
import io.bemade.odoo.starter.text.Amounts;
import io.bemade.odoo.starter.text.Printable;
import io.bemade.odoo.starter.text.Table;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl pairs}. */
@Command(
        name = "pairs",
        description = {
            "List an instance's databases and filestores: the current pair (*) and the others.",
            "retained: kept for a rollback. never used: complete and kept as long, but a rollback takes it only by name."
                    + " building, ready: an operation is at work, or was cut off. out of use: marked as current, but the"
                    + " configuration names another; the next operation retains it. doomed: its deletion has begun."
        },
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
            InstanceView view = InstanceView.of(entry(temporal, instance.value()));
            if (standard.json()) {
                StandardOptions.print(world, view);
            } else {
                print(view);
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

    private void print(InstanceView view) {
        Table table = new Table("", "STATE", "DATABASE", "FILESTORE", "SIZE", "CREATED", "KEPT UNTIL");
        view.unmarked()
                .ifPresent(pair -> table.row(
                        "*",
                        PairState.CURRENT.toString(),
                        pair.database().value(),
                        pair.filestore().value(),
                        "-",
                        "-",
                        "-"));
        for (PairView each : view.pairs()) {
            table.row(
                    each.state() == PairState.CURRENT ? "*" : "",
                    each.state().toString(),
                    each.pair().database().value(),
                    each.pair().filestore().value(),
                    Amounts.bytes(each.bytes()),
                    world.times().at(each.createdAt()),
                    each.deleteAt().map(world.times()::due).orElse("-"));
        }
        table.print(world.out());
        view.problem().ifPresent(problem -> world.err().println(Printable.of(problem)));
    }
}
