package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.reload.Reload;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl reload}. */
@Command(
        name = "reload",
        description = {
            "Replace the data of a staging with a new harmless copy of its production, keeping its configuration.",
            "The data that is replaced is deleted after the switch, unless --retention says otherwise."
        },
        footer = {"  odooctl reload shop/staging", "  odooctl reload shop/staging --retention 2d --wait -o json"})
public final class ReloadCommand implements Callable<Integer> {
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

    public ReloadCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        InstanceRef target = instance.value();
        Optional<Instant> at = options.scheduledTime(world.clock());
        return new OperationCommand(world, standard, connection, wait, options)
                .run(
                        Reload.TYPE,
                        target,
                        at,
                        () -> copy.request(target, options, at),
                        "Reload " + target + " from production");
    }
}
