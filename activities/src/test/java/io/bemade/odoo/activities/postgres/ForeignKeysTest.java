package io.bemade.odoo.activities.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.OrchestratorException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForeignKeysTest extends LoadedDatabaseTest {
    /** Rows whose keys are proven after they are added. */
    private static final int MANY = 20_000;

    /** Each table refers to the next one, to one further away, and to the one that all refer to; some are big. */
    @Test
    void areAddedAndProvenInCirclesOverManyLanes() throws Exception {
        int tables = 40;
        String script = IntStream.range(0, tables)
                        .mapToObj(table -> table("t" + table, table % 8 == 0 ? MANY : 10))
                        .collect(Collectors.joining())
                + IntStream.range(0, tables)
                        .mapToObj(table -> key("t" + table, "a", "t" + (table + 1) % tables)
                                + key("t" + table, "b", "t" + (7 * table + 3) % tables)
                                + key("t" + table, "c", "t0"))
                        .collect(Collectors.joining());
        load(script, 4);
        assertThat(ask("SELECT count(*) FROM pg_catalog.pg_constraint WHERE contype = 'f' AND convalidated"))
                .containsExactly("120");
    }

    @Test
    void keepEveryWordOfTheirs() throws Exception {
        load(
                table("p", 10) + "CREATE TABLE public.two (x integer, y integer, UNIQUE (x, y));\n" + table("q", MANY)
                        + """
                        ALTER TABLE ONLY public.q
                            ADD CONSTRAINT first FOREIGN KEY (a) REFERENCES public.p(id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
                        ALTER TABLE ONLY public.q
                            ADD CONSTRAINT "Second, of two" FOREIGN KEY (nothing, b) REFERENCES public.two(x, y) ON DELETE SET NULL (nothing);
                        ALTER TABLE public.q ADD CONSTRAINT third FOREIGN KEY (c) REFERENCES public.p(id) ON DELETE RESTRICT NOT DEFERRABLE;
                        ALTER TABLE ONLY public.q
                            ADD CONSTRAINT fourth FOREIGN KEY (nothing) REFERENCES public.p(id) NOT VALID;
                        COMMENT ON CONSTRAINT first ON public.q IS 'said';
                        """,
                2);
        assertThat(
                        ask(
                                "SELECT conname || ' ' || pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE contype = 'f' ORDER BY 1"))
                .containsExactly(
                        "Second, of two FOREIGN KEY (nothing, b) REFERENCES two(x, y) ON DELETE SET NULL (nothing)",
                        "first FOREIGN KEY (a) REFERENCES p(id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED",
                        "fourth FOREIGN KEY (nothing) REFERENCES p(id) NOT VALID",
                        "third FOREIGN KEY (c) REFERENCES p(id) ON DELETE RESTRICT");
    }

    @Test
    void areAllProvenWhereOneStatementAddsSeveral() throws Exception {
        load(table("p", 10) + table("q", MANY) + """
                ALTER TABLE ONLY public.q ADD CONSTRAINT one FOREIGN KEY (a) REFERENCES public.p(id), ADD CONSTRAINT two FOREIGN KEY (b) REFERENCES public.p(id);
                """, 2);
        assertThat(ask("SELECT conname FROM pg_catalog.pg_constraint WHERE contype = 'f' AND convalidated ORDER BY 1"))
                .containsExactly("one", "two");
    }

    @Test
    void ofPartitionedTablesAreProvenToo() throws Exception {
        load(table("p", 10) + table("q", MANY) + """
                CREATE TABLE public.parts (id integer, other integer, PRIMARY KEY (id)) PARTITION BY RANGE (id);
                CREATE TABLE public.low PARTITION OF public.parts FOR VALUES FROM (0) TO (100000);
                INSERT INTO public.parts SELECT n, 1 FROM pg_catalog.generate_series(0, 20000) n;
                """ + key("q", "a", "parts") + key("q", "b", "p") + """
                ALTER TABLE public.parts ADD CONSTRAINT parts_other FOREIGN KEY (other) REFERENCES public.q(id);
                """, 2);
        assertThat(
                        ask(
                                "SELECT conname FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conparentid = 0 AND convalidated ORDER BY 1"))
                .containsExactly("parts_other", "q_a", "q_b");
        assertThat(ask("SELECT conname FROM pg_catalog.pg_constraint WHERE NOT convalidated"))
                .isEmpty();
    }

    /** Of a small table, whose keys are added in one statement, and of a big one, whose keys are proven later. */
    @Test
    void nameTheLineOfTheOneThatDoesNotHold() {
        for (int rows : List.of(10, MANY)) {
            databases.drop(building);
            databases.create(building);
            String before = table("p", 1) + table("q", rows) + key("q", "a", "p");
            assertThatThrownBy(() -> load(before + key("q", "id", "p") + key("q", "c", "p"), 2))
                    .isInstanceOf(OrchestratorException.class)
                    .hasMessageContainingAll("line " + (before.lines().count() + 1) + " of the dump", "q_id", "23503");
        }
    }

    /** Two tables that refer to each other, and one key that does not hold: the others are not disturbed by its repetition. */
    @Test
    void nameTheLineOfTheOneThatDoesNotHoldWhereTablesReferToEachOther() {
        for (int round = 0; round < 10; round++) {
            databases.drop(building);
            databases.create(building);
            String before = table("p", 10)
                    + table("q", 20)
                    + table("r", 20)
                    + key("q", "a", "r")
                    + key("q", "b", "p")
                    + key("r", "a", "q")
                    + key("r", "b", "p")
                    + key("p", "a", "p");
            assertThatThrownBy(() -> load(before + key("q", "id", "p"), 3))
                    .isInstanceOf(OrchestratorException.class)
                    .hasMessageContainingAll("line " + (before.lines().count() + 1) + " of the dump", "q_id", "23503");
        }
    }

    @Test
    void mayAskForASpanThatContainsAnother() throws Exception {
        load("""
                CREATE TABLE public.contract (id int4range, span daterange, PRIMARY KEY (id, span WITHOUT OVERLAPS));
                COPY public.contract FROM stdin;
                [1,2)\t[2026-01-01,2027-01-01)
                \\.
                CREATE TABLE public.visit (id int4range, span daterange);
                COPY public.visit FROM stdin;
                """ + "[1,2)\t[2026-02-01,2026-03-01)\n".repeat(MANY) + """
                \\.
                ALTER TABLE ONLY public.visit ADD CONSTRAINT visit_contract FOREIGN KEY (id, PERIOD span) REFERENCES public.contract(id, PERIOD span);
                """, 2);
        assertThat(ask("SELECT conname FROM pg_catalog.pg_constraint WHERE contype = 'f' AND convalidated"))
                .containsExactly("visit_contract");
    }

    @Test
    void mayNameOneTableInTwoWays() throws Exception {
        load(
                "SELECT pg_catalog.set_config('search_path', 'public', false);\n" + table("p", MANY) + table("q", MANY)
                        + key("q", "a", "p")
                        + key("p", "a", "q").replace("public.", "")
                        + key("q", "b", "q").replace("REFERENCES public.", "REFERENCES ")
                        + key("p", "b", "p").replace("ONLY public.", "ONLY "),
                3);
        assertThat(ask("SELECT conname FROM pg_catalog.pg_constraint WHERE contype = 'f' AND convalidated ORDER BY 1"))
                .containsExactly("p_a", "p_b", "q_a", "q_b");
    }

    /** With its key, before its rows come; whatever refers to something refers to the row 1. */
    private static String table(String name, int rows) {
        return "CREATE TABLE public.%1$s (id integer PRIMARY KEY, a integer, b integer, c integer, nothing integer);\n"
                        .formatted(name)
                + "COPY public.%s (id, a, b, c) FROM stdin;\n".formatted(name)
                + IntStream.rangeClosed(1, rows)
                        .mapToObj(row -> row + "\t1\t1\t1\n")
                        .collect(Collectors.joining())
                + "\\.\n";
    }

    private static String key(String table, String column, String referenced) {
        return "ALTER TABLE ONLY public.%1$s ADD CONSTRAINT %1$s_%2$s FOREIGN KEY (%2$s) REFERENCES public.%3$s(id);\n"
                .formatted(table, column, referenced);
    }
}
