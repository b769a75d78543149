package io.bemade.odoo.image;

import io.bemade.odoo.worker.VolumeCleanup;
import io.bemade.odoo.worker.VolumeWorker;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.util.List;

/** What the image can be: {@code worker}, or {@code volume-worker} or {@code volume-cleanup} inside one volume. */
public final class Main {
    private static final String LOG = "org.slf4j.simpleLogger.";
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        logWithTimes();
        try {
            run(List.of(arguments));
        } catch (IllegalArgumentException | OrchestratorException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }

    private static void run(List<String> arguments) throws IOException, InterruptedException {
        switch (String.join(" ", arguments)) {
            case "worker" -> WorkerProcess.run(System.getenv());
            case "volume-worker" -> VolumeWorker.run(System.getenv());
            case "volume-cleanup" -> VolumeCleanup.run(System.getenv());
            default ->
                throw new IllegalArgumentException("\"" + String.join(" ", arguments)
                        + "\" is not known: say worker, volume-worker or volume-cleanup");
        }
    }

    private static void logWithTimes() {
        setting("showDateTime", "true");
        setting("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        setting("showThreadName", "false");
        setting("log.io.temporal", "warn");
    }

    private static void setting(String name, String value) {
        if (System.getProperty(LOG + name) == null) {
            System.setProperty(LOG + name, value);
        }
    }
}
