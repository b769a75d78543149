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
    /** @param guards the older effects: while this one stands, undoing them would do harm */
    private record Undo(String effect, Proc proc, boolean guards) {}

    private final Deque<Undo> undos = new ArrayDeque<>();
    private final List<String> leftBehind = new ArrayList<>();

    /** @param effect names what would be left behind if the undo failed, as a person would look for it */
    public void run(String effect, Proc action, Proc undo) {
        undos.push(new Undo(effect, undo, false));
        action.apply();
    }

    /**
     * As {@link #run}, for an effect that the older ones support: while it stands, undoing them would do harm. When its undo
     * fails they are left as they are, and named.
     */
    public void runGuarding(String effect, Proc action, Proc undo) {
        undos.push(new Undo(effect, undo, true));
        action.apply();
    }

    public <R> R call(String effect, Func<R> action, Proc undo) {
        undos.push(new Undo(effect, undo, false));
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
                        Undo undo = undos.pop();
                        if (!attempt(undo) && undo.guards()) {
                            undos.forEach(left -> leftBehind.add(left.effect()));
                            undos.clear();
                        }
                    }
                })
                .run();
    }

    private boolean attempt(Undo undo) {
        try {
            undo.proc().apply();
            return true;
        } catch (TemporalFailure failure) {
            leftBehind.add(undo.effect());
            Workflow.getLogger(Compensations.class).warn("Could not undo: {}", undo.effect(), failure);
            return false;
        }
    }

    /** What could not be undone. A query, not the failure, carries it: a cancelled run drops its typed failure. */
    public List<String> leftBehind() {
        return List.copyOf(leftBehind);
    }
}
