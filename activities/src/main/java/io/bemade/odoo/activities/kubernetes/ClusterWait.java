package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks again and again until there is something to see. Watches of the API break; a look each second costs little and
 * misses nothing.
 *
 * @param longest after which it gives up
 */
record ClusterWait(Duration longest) {
    private static final Duration PAUSE = Duration.ofMillis(500);

    /**
     * What is looked at: {@link #done} once there is a result, else what is waited for, as a person says it.
     *
     * @param waitingFor also the reason that is given when patience ends
     */
    record Look<T>(Optional<T> result, String waitingFor) {
        static <T> Look<T> done(T result) {
            return new Look<>(Optional.of(result), "");
        }

        static <T> Look<T> waiting(String reason) {
            return new Look<>(Optional.empty(), reason);
        }
    }

    /**
     * @param what is waited for, in the end: {@code the volume worker of x}
     * @throws OrchestratorException {@code UNAVAILABLE} with the latest reason when it takes too long, or when the step is no
     *     longer wanted
     */
    <T> T await(String what, Pulse pulse, Supplier<Look<T>> look) {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            Look<T> seen = look.get();
            if (seen.result().isPresent()) {
                return seen.result().get();
            }
            pulse.report(new Progress("waiting for " + what, 0, 0, "", seen.waitingFor()));
            if (System.nanoTime() > end) {
                throw new OrchestratorException(
                        ErrorCode.UNAVAILABLE,
                        what + " was waited for in vain for " + longest.toSeconds() + " s: " + seen.waitingFor());
            }
            pause(what, pulse);
        }
    }

    /**
     * The time between two looks, for those who judge by themselves what they see.
     *
     * @throws OrchestratorException {@code UNAVAILABLE}, with the thread interrupted, when the step is no longer wanted
     */
    static void pause(String what, Pulse pulse) {
        try {
            if (pulse.aborted()) {
                throw new InterruptedException();
            }
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, what + " is no longer waited for", e);
        }
    }
}
