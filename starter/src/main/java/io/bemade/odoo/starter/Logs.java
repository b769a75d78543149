package io.bemade.odoo.starter;

import java.util.List;
import java.util.Set;
import java.util.logging.LogManager;

/** What this process logs; to be said before anything is logged. A system property that is set already counts more. */
public final class Logs {
    private static final String LOG = "org.slf4j.simpleLogger.";

    private Logs() {}

    /** @param services commands that run until they are asked to end */
    public static void of(List<String> arguments, Set<String> services) {
        if (!arguments.isEmpty() && services.contains(arguments.get(0))) {
            ofService();
        } else {
            ofCommand(arguments.contains("--verbose"));
        }
    }

    /** With times, to the standard error output. */
    private static void ofService() {
        setting("defaultLogLevel", "info");
        setting("showDateTime", "true");
        setting("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        setting("showThreadName", "false");
        setting("log.io.temporal", "warn");
        setting("log.io.fabric8", "error"); // we say ourselves what a watch meets
    }

    /** Of a command that says itself what went wrong: what libraries log on the way is noise, unless it is wanted. */
    private static void ofCommand(boolean verbose) {
        LogManager.getLogManager().reset(); // gRPC's
        setting("defaultLogLevel", verbose ? "warn" : "off");
    }

    private static void setting(String name, String value) {
        if (System.getProperty(LOG + name) == null) {
            System.setProperty(LOG + name, value);
        }
    }
}
