package io.bemade.odoo.image;

import io.bemade.odoo.starter.Logs;
import io.bemade.odoo.starter.Odooctl;
import io.bemade.odoo.starter.Surroundings;
import io.bemade.odoo.starter.temporal.TemporalConnector;
import io.bemade.odoo.worker.VolumeCleanup;
import io.bemade.odoo.worker.VolumeWorker;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * What the image can be: {@code worker}, or {@code volume-worker} or {@code volume-cleanup} inside one volume, or
 * {@code odooctl} with any command of its own, such as {@code watch-resources}.
 */
public final class Main {
    private static final Set<String> SERVICES = Set.of("worker", "volume-worker", "volume-cleanup", "watch-resources");
    private static final int WRONG_USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logs.of(List.of(arguments), SERVICES);
        try {
            switch (String.join(" ", arguments)) {
                case "worker" -> WorkerProcess.run(System.getenv());
                case "volume-worker" -> VolumeWorker.run(System.getenv());
                case "volume-cleanup" -> VolumeCleanup.run(System.getenv());
                default ->
                    System.exit(Odooctl.commandLine(Surroundings.ofThisProcess(new TemporalConnector()))
                            .execute(arguments));
            }
        } catch (IllegalArgumentException | OrchestratorException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }
}
