package io.bemade.odoo.activities.s3;

import java.time.Duration;

/**
 * How long a store may be silent, and how often it is asked again.
 *
 * @param connect until a connection stands
 * @param silence without a byte, after which the connection is given up
 * @param looks tries to look at an object; few, because a person waits
 * @param reads tries to go on reading without getting a single byte; many, because hours of loading may hang on it
 * @param pause before the second try; doubles with each further one up to {@link #LONGEST_PAUSE}
 */
public record Patience(Duration connect, Duration silence, int looks, int reads, Duration pause) {
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), 3, 8, Duration.ofMillis(200));

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    public Patience {
        if (looks < 1 || reads < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("at least one try, and no negative pause");
        }
    }

    /** @param failures so far, one at least */
    Duration pauseAfter(int failures) {
        Duration doubled = pause.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
