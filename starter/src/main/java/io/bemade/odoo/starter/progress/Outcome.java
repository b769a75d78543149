package io.bemade.odoo.starter.progress;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.bemade.odoo.starter.ExitCode;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.util.List;
import java.util.Optional;

/**
 * How an operation ended.
 *
 * @param status {@code completed}, {@code failed}, {@code canceled}, {@code terminated} or {@code timed_out}
 * @param result the workflow's own result record, or its last status if it was cancelled too late; absent unless completed
 * @param leftBehind what could not be undone; absent when nobody could be asked, or nothing had to be
 */
public record Outcome(
        String workflowId,
        String runId,
        String type,
        Optional<InstanceRef> instance,
        String status,
        Optional<Object> result,
        Optional<Failure> failure,
        Optional<List<String>> leftBehind) {
    @JsonIgnore
    public boolean completed() {
        return status.equals("completed");
    }

    @JsonIgnore
    public boolean cancelled() {
        return status.equals("canceled");
    }

    /** See {@link ExitCode}. */
    @JsonIgnore
    public int exitCode() {
        if (completed()) {
            return ExitCode.DONE;
        }
        if (cancelled()) {
            return ExitCode.CANCELLED;
        }
        String why = failure.map(Failure::type).orElse("");
        if (why.equals(ErrorCode.BUSY.name())) {
            return ExitCode.BUSY;
        }
        return why.equals(ErrorCode.INVALID_REQUEST.name()) ? ExitCode.WRONG_USAGE : ExitCode.FAILED;
    }
}
