package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.progress.JsonLinesView;
import io.bemade.odoo.starter.progress.Outcome;
import io.bemade.odoo.starter.progress.ProgressView;
import io.bemade.odoo.starter.temporal.Connection;
import io.bemade.odoo.starter.temporal.OperationFinder;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code odooctl watch}. */
@Command(
        name = "watch",
        description = {
            "Follow an operation to its end.",
            "With --output json: one line per look, and the outcome as the last line."
        },
        footer = {"  odooctl watch", "  odooctl watch shop/erp", "  odooctl watch restore/shop/erp/ticket-4711 -o json"
        })
public final class WatchCommand implements Callable<Integer> {
    private final Surroundings world;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WORKFLOW-ID|INSTANCE",
            description = "The operation, or its instance (default: the only one that is running).")
    private Optional<String> target = Optional.empty();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public WatchCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (Connection temporal = world.connector().connect(connection.address())) {
            String id = new OperationFinder(temporal, world.clock().instant()).newest(target);
            Following following = new Following(world, standard);
            ProgressView view = standard.json() ? new JsonLinesView(world.out()) : following.view();
            Outcome outcome = following.watch(temporal, id, view);
            following.print(outcome);
            return outcome.exitCode();
        }
    }
}
