package io.bemade.odoo.workflows.compensation;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Functions.Proc;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Pairs each effect with its undo and undoes the newest first. An undo is registered <em>before</em> its effect: a step
 * that timed out may still have happened. Temporal's own {@code Saga} stops at a failing undo and does nothing after a
 * cancellation; this one goes on, detached from the cancellation, and remembers what it could not undo.
 */
public final class Compensations {
    private record Undo(String effect, Proc proc) {}

    private final Deque<Undo> undos = new ArrayDeque<>();
    private final List<String> leftBehind = new ArrayList<>();

    /** @param effect names what would be left behind if the undo failed, as a person would look for it */
    public void run(String effect, Proc action, Proc undo) {
        undos.push(new Undo(effect, undo));
        action.apply();
    }

    public <R> R call(String effect, Func<R> action, Proc undo) {
        undos.push(new Undo(effect, undo));
        return action.apply();
    }

    /** The point of no return: nothing before it is undone any more. */
    public void commit() {
        undos.clear();
    }

    /** Undoes everything that was not committed, also after a cancellation. Safe to call when there is nothing to undo. */
    public void undoAll() {
        Workflow.newDetachedCancellationScope(() -> {
                    while (!undos.isEmpty()) {
                        attempt(undos.pop());
                    }
                })
                .run();
    }

    private void attempt(Undo undo) {
        try {
            undo.proc().apply();
        } catch (TemporalFailure failure) {
            leftBehind.add(undo.effect());
            Workflow.getLogger(Compensations.class).warn("Could not undo: {}", undo.effect(), failure);
        }
    }

    /** What could not be undone. A query, not the failure, carries it: a cancelled run drops its typed failure. */
    public List<String> leftBehind() {
        return List.copyOf(leftBehind);
    }
}
