package io.bemade.odoo.local;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.command.StandardOptions;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a worker until it is asked to end (SIGTERM, Ctrl-C). */
@Command(
        name = "worker",
        description = {
            "Run the worker of this host.",
            "It is configured by the environment (docs/configuration.md): ODOOCTL_INSTANCES, ODOOCTL_SECRETS,"
                    + " TEMPORAL_ADDRESS, and more."
        },
        footer = "  ODOOCTL_INSTANCES=/etc/odooctl/instances.yaml odooctl worker")
final class WorkerCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("UnusedVariable") // help, version and exit codes, as every command has them
    private StandardOptions standard = new StandardOptions();

    @Override
    public Integer call() throws InterruptedException {
        try {
            WorkerProcess.run(System.getenv());
            return ExitCode.DONE;
        } catch (IllegalArgumentException | OrchestratorException e) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "Health and metrics cannot be served (" + e.getMessage() + "): set ODOOCTL_LISTEN",
                    e);
        }
    }
}
