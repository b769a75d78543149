package io.bemade.odoo.starter.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.starter.CommandFailed;
import io.bemade.odoo.starter.fake.World;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartTimeTest {
    /** It is five in the morning there. */
    private static final Clock MONTREAL = Clock.fixed(World.NOW, ZoneId.of("America/Montreal"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T02:00Z, 2026-11-22T02:00:00Z",
        "2026-11-22T02:00+01:00, 2026-11-22T01:00:00Z",
        "2026-11-22 02:00, 2026-11-22T07:00:00Z",
        "2026-11-22T02:00:30, 2026-11-22T07:00:30Z",
        "06:00, 2026-11-21T11:00:00Z",
        "02:00, 2026-11-22T07:00:00Z"
    })
    void readsWhatPeopleWrite(String text, Instant time) {
        assertThat(StartTime.parse(text, MONTREAL)).isEqualTo(time);
    }

    @Test
    void saysWhatItUnderstoodInThePersonsOwnTime() {
        assertThat(StartTime.words(StartTime.parse("2026-11-22T07:00Z", MONTREAL), MONTREAL))
                .isEqualTo("2026-11-22 02:00 -05:00");
        assertThatThrownBy(() -> StartTime.parse("2026-11-21T09:30Z", MONTREAL))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("--at \"2026-11-21T09:30Z\" is 2026-11-21 04:30 -05:00, which is in the past: here it is"
                        + " 2026-11-21 05:00 -05:00 now");
    }
}
