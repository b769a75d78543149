package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
    private static final Map<String, Optional<String>> KNOWN =
            Map.of("DB", Optional.of("er$p"), "SECRET", Optional.empty());

    @ParameterizedTest
    @CsvSource({"$(DB), er$p", "a$(DB)b, aer$pb", "$$(DB), $(DB)", "$(OTHER), $(OTHER)", "^erp$, ^erp$", "$DB, $DB"})
    void readsLikeTheKubelet(String written, String meant) {
        assertThat(Expansion.expand(written, KNOWN)).contains(meant);
    }

    @Test
    void doesNotGuessWhatIsKeptElsewhere() {
        assertThat(Expansion.expand("a$(SECRET)", KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"erp", "^erp\\.x$", "$(DB)", "$$(DB)", "a$$", "$", "$$$(DB)$"})
    void whatIsWrittenLiterallyIsReadAsItWas(String text) {
        assertThat(Expansion.expand(Expansion.literally(text), KNOWN)).contains(text);
    }

    @Test
    void anAnchoredFilterIsWrittenAsAPersonWould() {
        assertThat(Expansion.literally("^erp$")).isEqualTo("^erp$");
    }
}
