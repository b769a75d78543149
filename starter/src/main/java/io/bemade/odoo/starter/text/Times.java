package io.bemade.odoo.starter.text;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** Points in time as people read them, in the clock's zone. */
public record Times(Clock clock) {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    public String at(Instant time) {
        return MINUTE.withZone(clock.getZone()).format(time);
    }

    /** {@code 2026-11-28 10:00 (in 6 d 3 h)}, {@code … (overdue)}. */
    public String due(Instant time) {
        Duration left = Duration.between(clock.instant(), time);
        return at(time) + (left.isNegative() ? " (overdue)" : " (in " + Amounts.duration(left) + ")");
    }

    public String since(Instant time) {
        return Amounts.duration(Duration.between(time, clock.instant()));
    }
}
