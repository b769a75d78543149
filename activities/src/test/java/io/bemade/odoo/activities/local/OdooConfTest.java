package io.bemade.odoo.activities.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OdooConfTest {
    private static final String WRITTEN_BY_HAND = """
            # our shop
            [options]
            ; do not touch
            DB_Name: old
            workers=4
            db_name = older
            db_password = a = b ; c

            [queue_job]
            db_name = not this one
            channels = root:2
            """;

    @Test
    void theLastOfSeveralValuesInItsSectionCounts() {
        assertThat(new OdooConf(WRITTEN_BY_HAND).get("db_name")).contains("older");
        assertThat(new OdooConf(WRITTEN_BY_HAND).get("db_password")).contains("a = b ; c");
        assertThat(new OdooConf(WRITTEN_BY_HAND).get("channels")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "False", "None"})
    void odoosWordsForNothingAreNothing(String nothing) {
        assertThat(new OdooConf("[options]\ndb_name = " + nothing + "\n").get("db_name"))
                .isEmpty();
    }

    @Test
    void changingAValueChangesItsLineAndNoOther() {
        Map<String, String> changes = new LinkedHashMap<>();
        changes.put("db_name", "new");
        changes.put("list_db", "False");
        assertThat(new OdooConf(WRITTEN_BY_HAND).with(changes).text()).isEqualTo("""
                # our shop
                [options]
                ; do not touch
                db_name = new
                workers=4
                db_password = a = b ; c
                list_db = False

                [queue_job]
                db_name = not this one
                channels = root:2
                """);
    }

    @Test
    void aFileWithoutOptionsGetsThem() {
        assertThat(new OdooConf("").with(Map.of("db_name", "new")).get("db_name"))
                .contains("new");
        assertThat(new OdooConf("[other]\na = 1\n")
                        .with(Map.of("db_name", "new"))
                        .text())
                .isEqualTo("[options]\ndb_name = new\n[other]\na = 1\n");
    }
}
