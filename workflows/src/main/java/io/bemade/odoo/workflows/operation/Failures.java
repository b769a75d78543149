package io.bemade.odoo.workflows.operation;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** Failures as people and programs read them: one sentence, one code. */
public final class Failures {
    private Failures() {}

    public static ApplicationFailure refuse(ErrorCode code, String message) {
        return ApplicationFailure.newNonRetryableFailure(message, code.name());
    }

    /** The request itself, or a refusal where there is none. */
    public static <R> R present(@Nullable R request) {
        if (request == null) {
            throw refuse(ErrorCode.INVALID_REQUEST, "The request was refused: it is missing; give one JSON object");
        }
        return request;
    }

    public static boolean cancelled(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CanceledFailure) {
                return true;
            }
        }
        return false;
    }

    /** The innermost sentence of ours; of a time-out, what was waited for. */
    public static String sentence(RuntimeException failure) {
        if (cancelled(failure)) {
            return "Cancelled";
        }
        if (!(failure instanceof TemporalFailure)) {
            return "A fault of the orchestrator (" + failure.getClass().getSimpleName() + "): see the worker's log";
        }
        String sentence = "The step did not end in time";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure ours) {
                sentence = ours.getOriginalMessage();
            } else if (cause instanceof TimeoutFailure timeout && timeout.getCause() == null) {
                sentence = "A step did not end in time ("
                        + timeout.getTimeoutType().name() + ")";
            }
        }
        return sentence;
    }

    /** The code of the innermost failure of ours. */
    public static String code(RuntimeException failure) {
        String code = (failure instanceof TemporalFailure ? ErrorCode.UNAVAILABLE : ErrorCode.BROKEN).name();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApplicationFailure ours) {
                code = ours.getType();
            }
        }
        return code;
    }
}
