package io.bemade.odoo.starter;

import io.bemade.odoo.starter.command.CancelCommand;
import io.bemade.odoo.starter.command.CloneCommand;
import io.bemade.odoo.starter.command.DoctorCommand;
import io.bemade.odoo.starter.command.InstancesCommand;
import io.bemade.odoo.starter.command.OperationsCommand;
import io.bemade.odoo.starter.command.PairsCommand;
import io.bemade.odoo.starter.command.ReloadCommand;
import io.bemade.odoo.starter.command.RestoreCommand;
import io.bemade.odoo.starter.command.RollbackCommand;
import io.bemade.odoo.starter.command.StandardOptions;
import io.bemade.odoo.starter.command.WatchCommand;
import io.bemade.odoo.starter.command.WatchResourcesCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code odooctl}, the command line. */
@Command(
        name = "odooctl",
        description = {
            "Move Odoo data safely.",
            "A restore builds a new database and filestore beside the live ones, proves them, switches in one step and"
                    + " keeps the old ones, so that going back is another switch."
        },
        subcommands = AutoComplete.GenerateCompletion.class,
        footer = {
            "  odooctl restore shop/erp --from s3://odoo-backups/erp/2026-11-20.zip",
            "  odooctl pairs shop/erp",
            "  odooctl rollback shop/erp",
            "  odooctl doctor",
            "  source <(odooctl generate-completion)"
        })
public final class Odooctl implements Runnable {
    // picocli sets it before it calls anything
    @SuppressWarnings("NullAway.Init")
    @Spec
    private CommandSpec spec;

    private Odooctl() {}

    /** The whole command line; more subcommands may be added to it. */
    public static CommandLine commandLine(Surroundings world) {
        Errors errors = new Errors(world);
        CommandLine odooctl = new CommandLine(new Odooctl());
        odooctl.addMixin("standard", new StandardOptions());
        return odooctl.addSubcommand(new RestoreCommand(world))
                .addSubcommand(new CloneCommand(world))
                .addSubcommand(new ReloadCommand(world))
                .addSubcommand(new RollbackCommand(world))
                .addSubcommand(new InstancesCommand(world))
                .addSubcommand(new PairsCommand(world))
                .addSubcommand(new OperationsCommand(world))
                .addSubcommand(new WatchCommand(world))
                .addSubcommand(new CancelCommand(world))
                .addSubcommand(new DoctorCommand(world))
                .addSubcommand(new WatchResourcesCommand(world))
                .setOut(world.out())
                .setErr(world.err())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command");
    }
}
