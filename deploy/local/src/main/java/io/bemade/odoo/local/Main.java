package io.bemade.odoo.local;

import io.bemade.odoo.starter.Odooctl;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.TemporalConnector;
import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;

/** The program {@code odooctl}: the starter's commands, and those of one host. */
public final class Main {
    private static final String LOG = "org.slf4j.simpleLogger.";

    private Main() {}

    public static void main(String[] args) {
        logFor(List.of(args));
        Surroundings world = Surroundings.ofThisProcess(new TemporalConnector());
        System.exit(Odooctl.commandLine(world)
                .addSubcommand(new DemoCommand(world))
                .addSubcommand(new SampleCommand(world))
                .addSubcommand(new WorkerCommand())
                .execute(args));
    }

    /** A worker and a watcher log; any other command says itself what went wrong, and what libraries log on the way is noise. */
    private static void logFor(List<String> args) {
        boolean runsForLong =
                !args.isEmpty() && Set.of("worker", "watch-resources").contains(args.get(0));
        if (!runsForLong) {
            LogManager.getLogManager().reset(); // gRPC's
        }
        setting("defaultLogLevel", runsForLong ? "info" : args.contains("--verbose") ? "warn" : "off");
        if (runsForLong) {
            setting("showDateTime", "true");
            setting("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
            setting("showThreadName", "false");
            setting("log.io.temporal", "warn");
            setting("log.io.fabric8", "error"); // we say ourselves what a watch meets
        }
    }

    private static void setting(String name, String value) {
        if (System.getProperty(LOG + name) == null) {
            System.setProperty(LOG + name, value);
        }
    }
}
