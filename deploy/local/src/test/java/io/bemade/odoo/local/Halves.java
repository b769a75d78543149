package io.bemade.odoo.local;

import io.temporal.activity.ActivityInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two halves of a load, which run side by side, and one that fails cancels the other. Temporal's in-memory server hangs
 * when the other one ends after that and before the operation has asked to cancel it (the real one does not): who ends is
 * told here what it has to wait for.
 */
final class Halves {
    /** What the other half has to be waited for. */
    enum Wait {
        NOTHING,
        /** It is done, which the server has to know first. */
        ANSWER,
        /** It has failed, and a cancellation comes. */
        CANCELLATION
    }

    private enum End {
        DONE,
        FAILED
    }

    private static final Set<String> TYPES = Set.of("LoadDatabase", "LoadFilestore");

    /** Of each run, by type. */
    private final Map<String, Map<String, End>> ends = new HashMap<>();

    static boolean isOne(ActivityInfo activity) {
        return TYPES.contains(activity.getActivityType());
    }

    synchronized Wait done(ActivityInfo half) {
        if (other(half) == End.FAILED) {
            return Wait.CANCELLATION;
        }
        end(half, End.DONE);
        return Wait.NOTHING;
    }

    /** For good; or its time-out or the operation's cancellation is about to come, which the other half has to hear, too. */
    synchronized Wait fails(ActivityInfo half) {
        End other = other(half);
        if (other == End.FAILED) {
            return Wait.CANCELLATION;
        }
        end(half, End.FAILED);
        return other == End.DONE ? Wait.ANSWER : Wait.NOTHING;
    }

    private @Nullable End other(ActivityInfo half) {
        return ends.getOrDefault(half.getWorkflowRunId(), Map.of()).entrySet().stream()
                .filter(end -> !end.getKey().equals(half.getActivityType()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private void end(ActivityInfo half, End end) {
        ends.computeIfAbsent(half.getWorkflowRunId(), run -> new HashMap<>()).put(half.getActivityType(), end);
    }
}
