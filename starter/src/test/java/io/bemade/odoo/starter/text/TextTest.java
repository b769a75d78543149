package io.bemade.odoo.starter.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.starter.fake.World;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "99949, 99.9 kB",
        "350000000, 350 MB",
        "999999, 1.0 MB",
        "1500000000000, 1.5 TB"
    })
    void sizes(long bytes, String text) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT45S, 45 s",
        "PT1M, 1 min",
        "PT3M20S, 3 min 20 s",
        "PT2H5M9S, 2 h 5 min",
        "P6DT3H59M, 6 d 3 h"
    })
    void durations(Duration duration, String text) {
        assertThat(Amounts.duration(duration)).isEqualTo(text);
    }

    @Test
    void timesAreInTheReadersZone() {
        Times times = new Times(Clock.fixed(World.NOW, ZoneId.of("America/Montreal")));

        assertThat(times.due(World.NOW.plusSeconds(60))).isEqualTo("2026-11-21 05:01 (in 1 min)");
        assertThat(times.due(World.NOW.minusSeconds(60))).isEqualTo("2026-11-21 04:59 (overdue)");
    }
}
