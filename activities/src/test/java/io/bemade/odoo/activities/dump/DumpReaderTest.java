package io.bemade.odoo.activities.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DumpReaderTest {
    private static final String EVERYTHING = """
            --
            -- PostgreSQL database dump
            --

            \\restrict aVeryLongKeyThatIsLongerThanTheSmallestWindow

            -- Dumped from database version 15.4 (Debian 15.4-1)
            -- Dumped by pg_dump version 18.0

            SET client_encoding = 'UTF8';
            SELECT pg_catalog.set_config('search_path', '', false);

            CREATE TABLE public."a;b" (id integer, été text DEFAULT 'it''s; fine'::text);
            COPY public."a;b" (id, été) FROM stdin;
            1\tone
            2\t\\\\.
            3\tDROP TABLE x; --
            \\.


            COPY public.empty (id) FROM stdin;
            \\.

            CREATE FUNCTION public.f() RETURNS text LANGUAGE sql
                AS $_$ SELECT '$$;' || $1; $_$;
            SELECT pg_catalog.setval('public.s', 3, true);

            \\unrestrict aVeryLongKeyThatIsLongerThanTheSmallestWindow

            --
            -- PostgreSQL database dump complete
            --

            """;

    static IntStream windows() {
        return IntStream.of(Scripts.WINDOWS);
    }

    @ParameterizedTest
    @MethodSource("windows")
    void readsTheSameThroughEveryWindow(int window) throws IOException {
        assertThat(Scripts.readWithLines(EVERYTHING, window))
                .containsExactly(
                        "10: SET client_encoding = 'UTF8'",
                        "11: SELECT pg_catalog.set_config('search_path', '', false)",
                        "13: CREATE TABLE public.\"a;b\" (id integer, été text DEFAULT 'it''s; fine'::text)",
                        "14: COPY public.\"a;b\" (id, été) FROM stdin\n1\tone\n2\t\\\\.\n3\tDROP TABLE x; --\n(3)",
                        "21: COPY public.empty (id) FROM stdin\n(0)",
                        "24: CREATE FUNCTION public.f() RETURNS text LANGUAGE sql\n"
                                + "    AS $_$ SELECT '$$;' || $1; $_$",
                        "26: SELECT pg_catalog.setval('public.s', 3, true)");
    }

    @ParameterizedTest
    @MethodSource("windows")
    void readsTheSameWithWindowsLineEnds(int window) throws IOException {
        assertThat(Scripts.readWithLines(EVERYTHING.replace("\n", "\r\n"), window))
                .hasSize(7)
                .contains(
                        "14: COPY public.\"a;b\" (id, été) FROM stdin\n"
                                + "1\tone\r\n2\t\\\\.\r\n3\tDROP TABLE x; --\r\n(3)",
                        "21: COPY public.empty (id) FROM stdin\n(0)",
                        "26: SELECT pg_catalog.setval('public.s', 3, true)");
    }

    @ParameterizedTest
    @MethodSource("windows")
    void rowsThatNobodyReadAreSkipped(int window) throws IOException {
        DumpReader reader = Scripts.reader("COPY t FROM stdin;\n1\n2\n\\.\nSELECT 1;\n", window);
        assertThat(reader.next()).get().isInstanceOf(Element.CopyData.class);
        assertThat(reader.next()).contains(new Element.Statement("SELECT 1", 5));
        assertThat(reader.next()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("windows")
    void rowsOfEveryLengthArriveWhole(int window) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int length = 0; length < 80; length++) {
            rows.append("x".repeat(length))
                    .append(length % 3 == 0 ? "\\\\." : "")
                    .append('\n');
        }
        assertThat(Scripts.read("COPY t FROM stdin;\n" + rows + "\\.\n", window))
                .containsExactly("COPY t FROM stdin\n" + rows + "(80)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "SELECT 'it''s; -- no comment'",
                "SELECT 'backslash\\'",
                "SELECT E'quote \\' ; \\\\'",
                "SELECT e'\\';'",
                "SELECT \"a;\"\"b\" FROM t",
                "SELECT U&'\\0441;'",
                "SELECT $$;'\"$$",
                "SELECT $a$;$$;$b$;$a$",
                "SELECT $a$ $a $a$",
                "SELECT $été$;$été$",
                "SELECT $1 + price$2",
                "SELECT a$b FROM c",
                "SELECT 1 -- not; the end\n + 1",
                "SELECT 1 - 2 / 3",
                "SELECT /* ; /* nested; */ ; */ 1",
                "SELECT /**/ 1 /*/ ; */",
                "SELECT /***/ 1 /* ;**/",
                "SELECT '\\.'",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "CREATE FUNCTION f() RETURNS int BEGIN\n  ATOMIC\n SELECT CASE WHEN x THEN 1 END; SELECT 2;\nEND",
                "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE a WHEN 1 THEN CASE b WHEN 2 THEN 3 END END;"
                        + " SELECT 'END;'; SELECT 4 AS \"end\"; END",
                "CREATE VIEW v AS SELECT CASE WHEN a THEN 1 ELSE 2 END AS b FROM t",
                "CREATE PROCEDURE p() begin atomic INSERT INTO t VALUES (1); end",
                "CREATE OR REPLACE FUNCTION begin(\"case\" integer) RETURNS int BEGIN ATOMIC SELECT 1; END",
                "CREATE TABLE beginatomic (begin integer, atomic text)",
                "CREATE TABLE begin (begin atomic)",
                "SELECT 1 AS begin ATOMIC",
                "CREATE RULE r AS ON UPDATE TO t DO ( INSERT INTO l VALUES (1);\n DELETE FROM l WHERE (a = ');');\n)",
            })
    void endsAStatementWhereItEnds(String statement) throws IOException {
        for (int window : Scripts.WINDOWS) {
            assertThat(Scripts.read(statement + ";\nSELECT 'next';", window))
                    .containsExactly(statement, "SELECT 'next'");
        }
    }

    @Test
    void passesCommentsBlanksAndTheByteOrderMarkBetweenStatements() throws IOException {
        assertThat(Scripts.read("\uFEFF-- one; two\n/* three; /* four */ */ ;;\n\n  SELECT 1 ;\t-- five"))
                .containsExactly("SELECT 1");
    }

    @Test
    void takesRowsForRowsWhateverTheyLookLike() throws IOException {
        String rows = "\\.x\n\\\\.\n \\.\n\\..\n-- PostgreSQL database dump\n\\connect x\nCOPY t FROM stdin;\n'\n$$\n";
        for (int window : Scripts.WINDOWS) {
            assertThat(Scripts.read("COPY t FROM stdin;\n" + rows + "\\.\nSELECT 1;", window))
                    .containsExactly("COPY t FROM stdin\n" + rows + "(9)", "SELECT 1");
        }
    }

    @Test
    void rowsMayEndWhereTheScriptEnds() throws IOException {
        for (int window : Scripts.WINDOWS) {
            assertThat(Scripts.read("COPY t FROM stdin;\n1\n\\.", window)).containsExactly("COPY t FROM stdin\n1\n(1)");
            assertThat(Scripts.read("COPY t FROM stdin;\n\\.", window)).containsExactly("COPY t FROM stdin\n(0)");
        }
    }

    @Test
    void rowsAreSmallWhenTheirEndIsInTheWindow() throws IOException {
        assertThat(firstRows("COPY t FROM stdin;\n1\n2\n\\.\n", 64).small()).isTrue();
        assertThat(firstRows("COPY t FROM stdin;\n" + "1\n".repeat(40) + "\\.\n", 64)
                        .small())
                .isFalse();
    }

    private static Element.Rows firstRows(String script, int window) throws IOException {
        return ((Element.CopyData) Scripts.reader(script, window).next().orElseThrow()).rows();
    }

    @Test
    void aCopyOutOfTheServerIsNoBlockOfRows() throws IOException {
        assertThat(Scripts.read("COPY t TO PROGRAM 'sh'; COPY t FROM '/etc/passwd';"))
                .containsExactly("COPY t TO PROGRAM 'sh'", "COPY t FROM '/etc/passwd'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\! rm -rf /", "\\connect other", "\\i /etc/passwd", "\\restricted x", "\\copy t from x"})
    void refusesCommandsOfPsqlNamingTheLine(String command) {
        String name = command.split(" ", 2)[0];
        refused("SELECT 1;\n\n" + command + "\nSELECT 2;\n", "line 3 of the dump is the psql command \"" + name + "\"");
    }

    @Test
    void countsTheLinesOfRowsBeforeWhatItRefuses() {
        refused("COPY t FROM stdin;\n1\n2\n\\.\n\\! id\n", "line 5 of the dump is the psql command \"\\!\"");
    }

    @Test
    void refusesADumpThatEndsWithinRows() {
        refused("COPY t FROM stdin;\n1\n2\n", "ends in the middle of a table's rows", "truncated");
        refused("COPY t FROM stdin;\n1\n2\t\\", "ends in the middle of a table's rows", "truncated");
        refused("COPY t FROM stdin;", "ends in the middle of a table's rows", "truncated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 'a;",
                "SELECT \"a;",
                "SELECT $a$;",
                "SELECT /* ;",
                "SELECT E'\\",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;"
            })
    void refusesADumpThatEndsWithinAStatement(String end) {
        refused("SELECT 0;\n" + end, "in the middle of the statement that begins at line 2", "truncated");
    }

    @Test
    void refusesADumpOfPgDumpWithoutItsClosingLine() {
        refused(
                EVERYTHING.replace("-- PostgreSQL database dump complete", "--"),
                "without the closing line",
                "truncated");
    }

    @Test
    void refusesADumpOfPgDumpThatIsCutAnywhere() {
        int header = EVERYTHING.indexOf("dump\n") + 4;
        int end = EVERYTHING.indexOf("complete\n") + 8;
        for (int cut = header; cut < end; cut++) {
            String beginning = EVERYTHING.substring(0, cut);
            assertThatThrownBy(() -> drain(Scripts.reader(beginning, 64)))
                    .as("cut after %s", beginning)
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP));
        }
    }

    @Test
    void aScriptThatIsNotOfPgDumpNeedsNoClosingLine() throws IOException {
        assertThat(Scripts.read("-- by hand\nSELECT 1;\n")).containsExactly("SELECT 1");
    }

    @Test
    void aClosingLineAmongRowsClosesNothing() {
        refused(
                "-- PostgreSQL database dump\nCOPY t FROM stdin;\n-- PostgreSQL database dump complete\n\\.\n",
                "without the closing line");
    }

    @Test
    void refusesAStatementThatIsNotUtf8() {
        byte[] latin1 = "SELECT 1;\nSELECT 'été';\n".getBytes(StandardCharsets.ISO_8859_1);
        DumpReader reader = new DumpReader(new ByteArrayInputStream(latin1), 64);
        assertThatThrownBy(() -> drain(reader))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                .hasMessageContaining("the statement at line 2 of the dump is not UTF-8");
    }

    @Test
    void refusesSomethingBehindTheBeginningOfRows() {
        refused("COPY t FROM stdin; 1\n\\.\n", "something after COPY");
    }

    @Test
    void knowsWhichServerWasDumpedOnceTheHeaderIsRead() throws IOException {
        DumpReader reader = Scripts.reader(EVERYTHING, 64);
        assertThat(reader.dumpedFrom()).isEmpty();
        assertThat(reader.next()).isPresent();
        assertThat(reader.dumpedFrom()).hasValue(15);
    }

    @Test
    void knowsHowFarItIs() throws IOException {
        for (int window : Scripts.WINDOWS) {
            DumpReader reader = Scripts.reader("SELECT 1;\nCOPY t FROM stdin;\n1\n\\.\nSELECT 2;\n", window);
            assertThat(reader.next()).isPresent();
            assertThat(reader.position()).isEqualTo(9);
            drain(reader);
            assertThat(reader.position()).isEqualTo(44);
        }
    }

    private static void refused(String script, String... says) {
        for (int window : Scripts.WINDOWS) {
            assertThatThrownBy(() -> drain(Scripts.reader(script, window)))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                    .hasMessageContainingAll(says);
        }
    }

    private static void drain(DumpReader reader) throws IOException {
        Optional<Element> next = reader.next();
        while (next.isPresent()) {
            next = reader.next();
        }
    }
}
