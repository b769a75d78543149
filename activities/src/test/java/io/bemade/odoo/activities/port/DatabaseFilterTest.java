package io.bemade.odoo.activities.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.model.DatabaseName;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"erp", "erp.example.com-1a2b3c4d", "Erp's \"old\".db", "a+b(c)|d", "a\\b^c", "[x]", "é %d"})
    void matchesTheDatabaseAndNothingElse(String name) {
        Pattern filter = Pattern.compile(DatabaseFilter.exactly(new DatabaseName(name)));
        assertThat(filter.matcher(name).find()).isTrue();
        for (String other : List.of(name + "2", "2" + name, name.replace('.', 'x') + "x", "")) {
            assertThat(filter.matcher(other).find()).as(other).isFalse();
        }
        assertThat(filter.pattern()).doesNotContain("%d");
    }
}
