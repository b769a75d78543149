package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.time.Duration;

/** The time between two looks. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Waiting() {}

    /** @throws OrchestratorException {@code UNAVAILABLE} when nobody wants to know any more */
    static void pause(InstanceRef instance, String what, Pulse pulse) {
        pulse.report(Progress.step(what));
        try {
            if (pulse.aborted()) {
                throw new InterruptedException();
            }
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "the wait for " + instance + " was interrupted", e);
        }
    }
}
