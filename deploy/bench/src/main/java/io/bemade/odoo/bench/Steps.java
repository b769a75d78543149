package io.bemade.odoo.bench;

import com.google.protobuf.util.Timestamps;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the seconds of an operation went, as its history tells. */
record Steps(List<Step> all, double seconds) {
    /**
     * @param begin seconds after the operation's
     * @param took seconds, with the wait for a worker
     */
    record Step(String activity, double begin, double took) {}

    /** Shorter ones are not worth a line. */
    private static final double SHORT = 0.2;

    static Steps of(WorkflowExecutionHistory history) {
        List<HistoryEvent> events = history.getEvents();
        HistoryEvent first = events.get(0);
        Map<Long, HistoryEvent> scheduled = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (HistoryEvent event : events) {
            if (event.hasActivityTaskScheduledEventAttributes()) {
                scheduled.put(event.getEventId(), event);
            } else if (event.hasActivityTaskCompletedEventAttributes()) {
                HistoryEvent asked = scheduled.get(
                        event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
                if (asked != null) {
                    steps.add(new Step(
                            asked.getActivityTaskScheduledEventAttributes()
                                    .getActivityType()
                                    .getName(),
                            seconds(first, asked),
                            seconds(asked, event)));
                }
            }
        }
        return new Steps(steps, seconds(first, events.get(events.size() - 1)));
    }

    private static double seconds(HistoryEvent from, HistoryEvent to) {
        return Timestamps.toMillis(to.getEventTime()) / 1e3 - Timestamps.toMillis(from.getEventTime()) / 1e3;
    }

    /** @return a table in Markdown */
    String table(String operation) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "Steps of the last %s, %.1f s in all; those under %.1f s are left out:%n%n"
                        + "| step | begins at s | takes s |%n|---|---|---|%n",
                operation,
                seconds,
                SHORT));
        all.stream()
                .filter(step -> step.took() >= SHORT)
                .forEach(step -> table.append(String.format(
                        Locale.ROOT, "| %s | %.1f | %.1f |%n", step.activity(), step.begin(), step.took())));
        return table.append(System.lineSeparator()).toString();
    }
}
