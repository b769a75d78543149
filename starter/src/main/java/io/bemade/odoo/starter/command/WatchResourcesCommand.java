package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.watch.WatcherConfiguration;
import io.bemade.odoo.starter.watch.WatcherProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code odooctl watch-resources}: runs the watcher until it is asked to end (SIGTERM, Ctrl-C). */
@Command(
        name = "watch-resources",
        description = {
            "Watch the custom resources of a Kubernetes cluster, and start what they ask for.",
            "It is configured by the environment (docs/watcher.md): ODOOCTL_NAMESPACES, TEMPORAL_ADDRESS,"
                    + " KUBECONFIG, and more. Any number of watchers may run at once."
        },
        footer = "  ODOOCTL_NAMESPACES=shop odooctl watch-resources")
public final class WatchResourcesCommand implements Callable<Integer> {
    private final Surroundings world;

    @Mixin
    @SuppressWarnings("UnusedVariable") // help, version and exit codes, as every command has them
    private final StandardOptions standard = new StandardOptions();

    public WatchResourcesCommand(Surroundings world) {
        this.world = world;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            WatcherProcess.run(WatcherConfiguration.fromEnvironment(System.getenv()), world.connector());
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.WRONG_USAGE, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "Health and metrics cannot be served (" + e.getMessage() + "): set ODOOCTL_LISTEN",
                    e);
        }
    }
}
