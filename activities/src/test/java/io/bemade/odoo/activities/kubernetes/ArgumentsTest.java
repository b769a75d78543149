package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.kubernetes.Arguments.Option;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "--database=erp, erp",
        "--database erp, erp",
        "-d erp, erp",
        "-derp, erp",
        "odoo -d old --workers=2 -d erp, erp",
        "--data-dir=/srv --database-template=x -D /srv -d erp, erp",
        "--database=, ''",
    })
    void readsTheOptionAsOdooDoes(String line, String value) {
        assertThat(words(line).get(Option.DATABASE)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"odoo", "-D /srv", "--database-template=x", "--db-filter=-d", "-d"})
    void isNotMisledByWhatLooksAlike(String line) {
        assertThat(words(line).get(Option.DATABASE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "odoo, odoo --database=new",
        "odoo -d old --workers=2, odoo --database=new --workers=2",
        "--database=old, --database=new",
        "-dold --dev=all -d older, --database=new --dev=all",
        "--database-template=x, --database-template=x --database=new",
    })
    void changesTheOptionAndNothingElse(String before, String after) {
        assertThat(words(before).with(Option.DATABASE, "new")).isEqualTo(words(after));
    }

    @Test
    void aFlagIsThereOnce() {
        assertThat(words("odoo").with("--no-database-list").with("--no-database-list"))
                .isEqualTo(words("odoo --no-database-list"));
    }

    private static Arguments words(String line) {
        return new Arguments(List.of(line.split(" ")));
    }
}
