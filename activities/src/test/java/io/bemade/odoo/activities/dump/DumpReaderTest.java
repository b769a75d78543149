package io.bemade.odoo.activities.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpReaderTest {
    private static final String SCRIPT = """
            --
            -- PostgreSQL database dump
            --
            \\restrict abc
            -- Dumped from database version 18.1 (Debian 18.1-1)
            SET a = 'it''s; fine';
            CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT 'a;b' /* $x$ */; $_$;
            CREATE FUNCTION g(i int) RETURNS int LANGUAGE sql BEGIN ATOMIC
              SELECT CASE WHEN i > 0 THEN 1 ELSE 2 END;
              SELECT 2;
            END;
            /* outer /* inner; */ still; */ SELECT E'a\\';b', "odd;name", 'c';
            COPY public."Products" (id, name) FROM stdin;
            1\tGRANT ALL ON x TO y;
            2\t\\\\.
            3\t\\.x and \\N
            \\.

            COPY public.empty (id) FROM stdin;
            \\.
            SELECT 1 -- ; not an end
            ;
            --
            -- PostgreSQL database dump complete
            --
            \\unrestrict abc
            """;

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 19, 23, 64, 101, 1 << 20})
    void readsTheSameWithAWindowOfAnySize(int window) throws IOException {
        assertThat(read(SCRIPT, window))
                .containsExactly(
                        "6 SET a = 'it''s; fine'",
                        "7 CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ SELECT 'a;b' /* $x$ */; $_$",
                        "8 CREATE FUNCTION g(i int) RETURNS int LANGUAGE sql BEGIN ATOMIC\n"
                                + "  SELECT CASE WHEN i > 0 THEN 1 ELSE 2 END;\n  SELECT 2;\nEND",
                        "12 SELECT E'a\\';b', \"odd;name\", 'c'",
                        "13 COPY public.\"Products\" (id, name) FROM stdin: 3 rows 1\tGRANT ALL ON x TO y;\n2\t\\\\.\n3\t\\.x and \\N\n",
                        "19 COPY public.empty (id) FROM stdin: 0 rows ",
                        "21 SELECT 1 -- ; not an end");
    }

    @Test
    void saysWhichServerWasDumped() throws IOException {
        DumpReader reader = reader(SCRIPT, 64);
        reader.next();
        assertThat(reader.dumpedFrom()).hasValue(18);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;\n\\! touch /tmp/x\n",
                "SELECT 1;\n\\connect other\n",
                "SELECT 1;\n\\i /etc/passwd\n",
            })
    void refusesCommandsOfPsqlByLineAndName(String script) {
        String command = script.lines().skip(1).findFirst().orElseThrow().split(" ")[0];
        refuses(script, "line 2 of the dump is the psql command \"" + command + "\"");
    }

    @Test
    void refusesWhatIsCutOff() {
        refuses("COPY a FROM stdin;\n1\n2\n", "in the middle of a table's rows");
        refuses("SELECT 'a", "in the middle of the statement that begins at line 1");
        refuses("\nSELECT $x$ a", "in the middle of the statement that begins at line 2");
        refuses("-- PostgreSQL database dump\nSELECT 1;\n", "without the closing line of pg_dump");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] latin = "SELECT 'caf\u00e9';".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> read(new DumpReader(new ByteArrayInputStream(latin))))
                .hasMessageContaining("line 1 of the dump is not UTF-8");
    }

    @Test
    void rowsThatNobodyReadsAreSkipped() throws IOException {
        DumpReader reader = reader("COPY a FROM stdin;\n1\n2\n\\.\nSELECT 2;\n", 16);
        reader.next();
        assertThat(reader.next()).contains(new Element.Statement("SELECT 2", 5));
    }

    private static void refuses(String script, String sentence) {
        assertThatThrownBy(() -> read(script, 64)).isInstanceOfSatisfying(OrchestratorException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP);
            assertThat(e.getMessage()).contains(sentence);
        });
    }

    private static List<String> read(String script, int window) throws IOException {
        return read(reader(script, window));
    }

    private static DumpReader reader(String script, int window) {
        return new DumpReader(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)), window);
    }

    private static List<String> read(DumpReader reader) throws IOException {
        List<String> elements = new ArrayList<>();
        for (Optional<Element> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (next.get() instanceof Element.CopyData copy) {
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                long rows = copy.rows().forEach((bytes, from, length) -> body.write(bytes, from, length));
                elements.add(copy.line() + " " + copy.statement() + ": " + rows + " rows "
                        + body.toString(StandardCharsets.UTF_8));
            } else if (next.get() instanceof Element.Statement statement) {
                elements.add(statement.line() + " " + statement.text());
            }
        }
        return elements;
    }
}
