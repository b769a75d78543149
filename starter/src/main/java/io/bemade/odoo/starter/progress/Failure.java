package io.bemade.odoo.starter.progress;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Locale;

/**
 * Why an operation did not succeed.
 *
 * @param type the name of an {@code ErrorCode}, or {@code CANCELLED}, {@code TERMINATED}, {@code TIMED_OUT}
 */
public record Failure(String type, String message) {
    static final String CANCELLED = "CANCELLED";

    /** The innermost failure that says something of its own: what wraps it only says where. */
    public static Failure of(Throwable thrown) {
        Failure found = new Failure("UNKNOWN", String.valueOf(thrown.getMessage()));
        String activity = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ActivityFailure failed) {
                activity = failed.getActivityType();
            } else if (cause instanceof TemporalFailure failure) {
                found = of(failure, activity);
            }
        }
        return found;
    }

    private static Failure of(TemporalFailure failure, String activity) {
        if (failure instanceof ApplicationFailure application) {
            return new Failure(application.getType(), application.getOriginalMessage());
        }
        if (failure instanceof TimeoutFailure timeout) {
            String kind = timeout.getTimeoutType().name().replace("TIMEOUT_TYPE_", "");
            return new Failure(
                    "TIMED_OUT",
                    (activity.isEmpty() ? "It" : activity) + " took too long ("
                            + kind.toLowerCase(Locale.ROOT).replace('_', ' ') + ")");
        }
        if (failure instanceof TerminatedFailure) {
            return new Failure("TERMINATED", "It was terminated from outside, so nothing was undone");
        }
        if (failure instanceof CanceledFailure) {
            return new Failure(CANCELLED, "It was cancelled");
        }
        return new Failure("UNKNOWN", String.valueOf(failure.getOriginalMessage()));
    }
}
