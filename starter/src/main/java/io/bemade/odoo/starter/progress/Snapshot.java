package io.bemade.odoo.starter.progress;

import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An operation at one moment.
 *
 * @param at when it was looked at
 * @param begin when it began, or will begin
 * @param status what it says of itself; absent before its first step, and while no worker answers
 * @param steps the activities that are pending
 * @param trouble one sentence when something is in the way that only a person can clear
 */
public record Snapshot(
        String workflowId,
        String type,
        Instant at,
        Instant begin,
        Optional<Operation.Status> status,
        List<Step> steps,
        Optional<String> trouble) {
    public boolean scheduled() {
        return begin.isAfter(at);
    }

    /** Nobody could be asked; what was known before still stands. */
    Snapshot because(Instant now, String sentence) {
        return new Snapshot(workflowId, type, now, begin, status, List.of(), Optional.of(sentence));
    }

    /**
     * @param attempt 1 = the first
     * @param nextAttempt set while it waits to be tried again
     * @param lastFailure what the last attempt said
     */
    public record Step(
            String activity,
            int attempt,
            Optional<Progress> progress,
            Optional<Pace> pace,
            Optional<Instant> nextAttempt,
            Optional<String> lastFailure) {}
}
