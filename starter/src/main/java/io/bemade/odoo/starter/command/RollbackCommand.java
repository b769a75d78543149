package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code odooctl rollback}. */
@Command(
        name = "rollback",
        description = {
            "Go back to a database and filestore that the instance used before.",
            "Nothing is copied; the ones that are left are kept in their place, so a rollback can be rolled back."
        },
        footer = {
            "  odooctl rollback shop/erp",
            "  odooctl rollback shop/erp --to erp.example.com-1a2b3c4d",
            "  odooctl rollback shop/erp --if-busy fail --wait -o json"
        })
public final class RollbackCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private final InstanceArgument instance = new InstanceArgument();

    @Option(
            names = "--to",
            paramLabel = "DATABASE",
            description = "The database to go back to, as \"odooctl pairs\" shows it (default: the one retired last).",
            converter = Converters.Database.class,
            order = 10)
    private Optional<DatabaseName> database = Optional.empty();

    @Mixin
    private final OperationOptions options = new OperationOptions();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public RollbackCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstanceRef target = instance.value();
        Optional<Instant> at = options.scheduledTime(world.clock());
        String summary =
                "Roll " + target + " back" + database.map(name -> " to " + name).orElse("");
        return new OperationCommand(world, standard, connection, wait, options)
                .run(
                        Rollback.TYPE,
                        target,
                        at,
                        () -> new RollbackRequest(target, database, options.retention(), options.ifBusy(), at),
                        summary);
    }
}
