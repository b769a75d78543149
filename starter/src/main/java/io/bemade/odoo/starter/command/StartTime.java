package io.bemade.odoo.starter.command;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.ExitCode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A point in time as a person writes it, in the clock's zone unless it names its own. */
final class StartTime {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm xxx");

    private StartTime() {}

    static Instant parse(String text, Clock clock) {
        String iso = text.strip().replace(' ', 'T');
        List<Function<String, Instant>> readings = List.of(
                t -> OffsetDateTime.parse(t).toInstant(),
                t -> LocalDateTime.parse(t).atZone(clock.getZone()).toInstant(),
                t -> next(LocalTime.parse(t), clock));
        Instant time = readings.stream()
                .flatMap(reading -> read(reading, iso).stream())
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.WRONG_USAGE,
                        "--at \"" + text + "\" is not a time: write 2026-11-21T02:00Z, \"2026-11-21 02:00\" or 02:00"));
        if (time.isBefore(clock.instant())) {
            throw new CommandFailed(
                    ExitCode.WRONG_USAGE,
                    "--at \"" + text + "\" is " + words(time, clock) + ", which is in the past: here it is "
                            + words(clock.instant(), clock) + " now");
        }
        return time;
    }

    /** As the person's own clock and calendar say it: {@code 2026-11-22 02:00 -05:00}. */
    static String words(Instant time, Clock clock) {
        return LOCAL.withZone(clock.getZone()).format(time);
    }

    private static Optional<Instant> read(Function<String, Instant> reading, String text) {
        try {
            return Optional.of(reading.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Instant next(LocalTime time, Clock clock) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        ZonedDateTime today = now.with(time);
        return (today.isAfter(now) ? today : today.plusDays(1)).toInstant();
    }
}
