package io.bemade.odoo.starter.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.model.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final Pacing pacing = new Pacing();

    private Optional<Pace> after(int seconds, long done) {
        return pacing.of("LoadDatabase", Progress.bytes("loading", done, 10_000, ""), START.plusSeconds(seconds));
    }

    @Test
    void oneLookTellsNoPace() {
        assertThat(after(0, 500)).isEmpty();
    }

    @Test
    void saysWhatIsLeftAtThePresentPace() {
        after(0, 0);

        assertThat(after(10, 1000)).contains(new Pace(100, Optional.of(Duration.ofSeconds(90))));
    }

    @Test
    void forgetsHowFastItWasLongAgo() {
        after(0, 0);
        after(10, 5000);
        after(20, 5100);
        after(30, 5200);

        assertThat(after(40, 5300)).map(Pace::perSecond).contains(10.0);
    }

    @Test
    void aStallHasNoEndInSight() {
        after(0, 1000);

        assertThat(after(10, 1000)).contains(new Pace(0, Optional.empty()));
    }

    @Test
    void aNewAttemptBeginsAgain() {
        after(0, 0);
        after(10, 9000);

        assertThat(after(11, 100)).isEmpty();
        assertThat(after(12, 200)).map(Pace::perSecond).contains(100.0);
    }
}
