package io.bemade.odoo.activities.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.model.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFailuresTest {
    @Test
    void quoteNoValueThatHasQuotesOrLinesItself() {
        for (String value : List.of("a\"hunter2", "a\nhunter2")) {
            String message = "ERROR: invalid input syntax for type integer: \"" + value + "\"\n  Where: COPY t";
            assertThat(SqlFailures.firstLine(new SQLException(message, "22P02")))
                    .isEqualTo("ERROR: invalid input syntax for type integer (SQLSTATE 22P02)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "08006, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "58030, UNAVAILABLE",
        "53100, NO_SPACE",
        "28P01, ACCESS_DENIED",
        "42501, ACCESS_DENIED",
        "3D000, NOT_FOUND",
        "42P01, BROKEN"
    })
    void mean(String state, ErrorCode code) {
        assertThat(SqlFailures.code(new SQLException("x", state))).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    22P02 | ERROR: invalid input syntax for type integer: "hunter2" | ERROR: invalid input syntax for type integer (SQLSTATE 22P02)
                    22003 | ERROR: value "4711471147" is out of range for type integer | ERROR: value is out of range for type integer (SQLSTATE 22003)
                    22008 | ERROR: date/time field value out of range: "2026-13-01" | ERROR: date/time field value out of range (SQLSTATE 22008)
                    22015 | ERROR: interval field value out of range: "hunter2"     | ERROR: interval field value out of range (SQLSTATE 22015)
                    22009 | ERROR: time zone displacement out of range: "hunter2"   | ERROR: time zone displacement out of range (SQLSTATE 22009)
                    P0001 | ERROR: no such partner: "hunter2"                       | ERROR: no such partner (SQLSTATE P0001)
                    22023 | ERROR: invalid value for parameter "x": "y"             | ERROR: invalid value for parameter "x": "y" (SQLSTATE 22023)
                    22021 | ERROR: invalid byte sequence for encoding "UTF8": 0xe9  | ERROR: invalid byte sequence for encoding "UTF8": 0xe9 (SQLSTATE 22021)
                    22P04 | ERROR: missing data for column "name"               | ERROR: missing data for column "name" (SQLSTATE 22P04)
                    42601 | ERROR: syntax error at or near "x"                      | ERROR: syntax error at or near "x" (SQLSTATE 42601)
                    42704 | ERROR: unrecognized configuration parameter "x"         | ERROR: unrecognized configuration parameter "x" (SQLSTATE 42704)
                    """)
    void areToldWithoutWhatRowsHold(String state, String message, String told) {
        assertThat(SqlFailures.firstLine(new SQLException(message + "\n  Where: COPY t", state)))
                .isEqualTo(told);
    }
}
