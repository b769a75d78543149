package io.bemade.odoo.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API server keeps these rules; here they are held against what the code can read. */
class FormatsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT0S",
                "P7D",
                "P9999D",
                "PT12H",
                "PT90M",
                "P1DT12H30M15S",
                "PT1H5S",
                "PT999999S",
                "P9999DT999999H999999M999999S"
            })
    void aDurationThatIsAcceptedCanBeRead(String text) {
        assertThat(text).matches(Formats.DURATION);
        assertThat(Duration.parse(text).isNegative()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "P", "PT", "P1DT", "7d", "7 days", "P1W", "P1Y", "P1M", "-P1D", "P-1D", "PT1S2M", "p1d"})
    void anythingElseIsNoDuration(String text) {
        assertThat(text).doesNotMatch(Formats.DURATION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T03:00:00Z",
                "2026-11-21T03:00:00.123456789Z",
                "2026-11-21T03:00:00+01:00",
                "0000-01-01T00:00:00+17:59",
                "9999-12-31T23:59:59-17:59"
            })
    void aTimeThatIsAcceptedCanBeRead(String text) {
        assertThat(text).matches(Formats.DATE_TIME);
        assertThat(Instant.parse(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tomorrow",
                "2026-11-21",
                "2026-11-21 03:00:00Z",
                "2026-11-21T03:00Z",
                "2026-11-21T03:00:00",
                "2026-11-21t03:00:00z",
                "2026-11-21T03:00:00+18:30"
            })
    void anythingElseIsNoTime(String text) {
        assertThat(text).doesNotMatch(Formats.DATE_TIME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"erp.example.com", "ERP.Example.COM", "a.b", "xn--bcher-kva.example", "1.example.com"})
    void hostNames(String text) {
        assertThat(text).matches(Formats.FQDN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "erp", "erp_1.example.com", "-erp.example.com", "erp.", "10.0.0.1", "https://erp.example.com"
            })
    void noHostNames(String text) {
        assertThat(text).doesNotMatch(Formats.FQDN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://s3.example.com", "http://10.0.0.1:9000", "https://[::1]:9000/", "https://h/path"})
    void endpoints(String text) {
        assertThat(text).matches(Formats.ENDPOINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3.example.com", "ftp://h", "https://user:secret@h", "https://", "https://h?x=1"})
    void noEndpoints(String text) {
        assertThat(text).doesNotMatch(Formats.ENDPOINT);
    }
}
