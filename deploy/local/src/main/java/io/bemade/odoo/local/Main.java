package io.bemade.odoo.local;

import io.bemade.odoo.starter.Odooctl;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.TemporalConnector;
import java.util.List;
import java.util.logging.LogManager;

/** The program {@code odooctl}. */
public final class Main {
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Main() {}

    public static void main(String[] args) {
        quietenLibraries(List.of(args));
        System.exit(Odooctl.commandLine(Surroundings.ofThisProcess(new TemporalConnector()))
                .execute(args));
    }

    /** A command says itself what went wrong; what libraries log on the way is noise to its reader. */
    private static void quietenLibraries(List<String> args) {
        LogManager.getLogManager().reset(); // what gRPC uses
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, args.contains("--verbose") ? "warn" : "off");
        }
    }
}
