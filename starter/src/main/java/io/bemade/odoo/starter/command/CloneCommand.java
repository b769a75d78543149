package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.staging.StagingClone;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl clone}. */
@Command(
        name = "clone",
        description = {
            "Fill an instance with a harmless copy of its production: database and filestore.",
            "Production serves on while its database is copied, unless --strategy or --allow-freeze say otherwise."
        },
        footer = {"  odooctl clone shop/staging", "  odooctl clone shop/staging --at 02:00 --retention 1d"})
public final class CloneCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    private final InstanceArgument instance = new InstanceArgument();

    @Mixin
    private final CloneOptions copy = new CloneOptions();

    @Mixin
    private final OperationOptions options = new OperationOptions();

    @Mixin
    private final WaitOptions wait = new WaitOptions();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final StandardOptions standard = new StandardOptions();

    public CloneCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstanceRef target = instance.value();
        Optional<Instant> at = options.scheduledTime(world.clock());
        return new OperationCommand(world, standard, connection, wait, options)
                .run(
                        StagingClone.TYPE,
                        target,
                        at,
                        () -> copy.request(target, options, at),
                        "Clone production to " + target);
    }
}
