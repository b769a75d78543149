package io.bemade.odoo.starter.progress;

import io.bemade.odoo.workflows.model.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A moving average per step: heartbeats come in jerks, and a rate since the beginning would hide a stall. */
final class Pacing {
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final Duration SHORTEST = Duration.ofMillis(900);

    private record Sample(Instant at, long done) {}

    private final Map<String, Deque<Sample>> samples = new HashMap<>();

    /** @param activity tells apart two that call their step the same */
    Optional<Pace> of(String activity, Progress progress, Instant now) {
        Deque<Sample> recent = samples.computeIfAbsent(activity + "/" + progress.step(), k -> new ArrayDeque<>());
        if (!recent.isEmpty() && progress.done() < recent.getLast().done()) {
            recent.clear(); // a new attempt began again
        }
        recent.addLast(new Sample(now, progress.done()));
        while (recent.size() > 2
                && Duration.between(recent.getFirst().at(), now).compareTo(WINDOW) > 0) {
            recent.removeFirst();
        }
        Duration span = Duration.between(recent.getFirst().at(), now);
        if (span.compareTo(SHORTEST) < 0) {
            return Optional.empty();
        }
        double perSecond = (progress.done() - recent.getFirst().done()) * 1000.0 / span.toMillis();
        return Optional.of(new Pace(perSecond, left(progress, perSecond)));
    }

    private static Optional<Duration> left(Progress progress, double perSecond) {
        if (perSecond <= 0 || progress.total() < progress.done()) {
            return Optional.empty();
        }
        double seconds = (progress.total() - progress.done()) / perSecond;
        return Optional.of(Duration.ofSeconds(Math.round(Math.min(seconds, 1e8))));
    }
}
