package io.bemade.odoo.workflows.operation;

import io.bemade.odoo.workflows.activity.StatusActivities;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.activity.Stubs;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions.Proc;
import io.temporal.workflow.Workflow;

/**
 * Shows people beside Temporal's own tools where an operation is. What cannot be shown is logged, and is no failure of the
 * operation. A phase is given seconds, for the next one follows; how it ended is tried to be told for minutes.
 */
final class Display {
    private final StatusActivities phases = Stubs.showing(StatusActivities.class);
    private final StatusActivities outcomes = Stubs.announcing(StatusActivities.class);

    void show(Word word) {
        boolean ended = word.status().phase().ended();
        attempt(word, ended ? () -> outcomes.showOutcome(word) : () -> phases.showOperation(word));
    }

    private static void attempt(Word word, Proc show) {
        Workflow.newDetachedCancellationScope(() -> {
                    try {
                        show.apply();
                    } catch (TemporalFailure failure) {
                        Workflow.getLogger(Display.class)
                                .warn(
                                        "Could not show that {} {}",
                                        word.operation(),
                                        word.status().phase(),
                                        failure);
                    }
                })
                .run();
    }
}
