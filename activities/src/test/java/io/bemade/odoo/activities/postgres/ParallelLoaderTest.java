package io.bemade.odoo.activities.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelLoaderTest extends LoadedDatabaseTest {
    /** As in every dump. */
    private static final String QUALIFIED = "SELECT pg_catalog.set_config('search_path', '', false);\n";

    private static final String TABLE = "CREATE TABLE public.t (id integer, name text);\n";

    @Test
    void loadsEverythingThatADumpMayHold() throws Exception {
        String dump = dump();
        List<Progress> reports = new ArrayList<>();
        DatabaseReport report = loader.load(building, stream(dump), dump.length(), new Watched(reports));

        assertThat(report.tables()).isEqualTo(9);
        assertThat(report.rows()).isEqualTo(13);
        assertThat(report.bytes()).isEqualTo(dump.getBytes(StandardCharsets.UTF_8).length);
        assertThat(report.warnings())
                .hasSize(2)
                .anySatisfy(warning -> assertThat(warning).contains("line 14", "schema public"))
                .anySatisfy(warning -> assertThat(warning).contains("line 16", "extension"));
        assertThat(reports).isNotEmpty();

        assertThat(ask("SELECT name || '|' || shout FROM public.category ORDER BY id"))
                .containsExactly("All|ALL", "x; 'quoted'|X; 'QUOTED'");
        assertThat(ask("SELECT name FROM public.roots")).containsExactly("All");
        assertThat(ask("INSERT INTO public.category (name) VALUES ('new') RETURNING id"))
                .as("the identity goes on where it was")
                .containsExactly("8");
        assertThat(ask("SELECT \"Name\" FROM public.\"Products\" ORDER BY id")).containsExactly("\\.", "é\tb\nc", null);
        assertThat(ask("SELECT tableoid::regclass || ' ' || note FROM public.log ORDER BY day"))
                .containsExactly("log_2025 old", "log_2026 new", "log_2026 newer");
        assertThat(ask("SELECT public.first_of() || public.atomic(2)")).containsExactly("ALTER SYSTEM;3");
        assertThat(ask("SELECT n FROM public.counted")).containsExactly("2");
        assertThat(ask("SELECT pg_catalog.convert_from(pg_catalog.lo_get(16400), 'UTF8')"))
                .containsExactly("hello world");
        assertThat(ask("SELECT tgname FROM pg_catalog.pg_trigger WHERE NOT tgisinternal"))
                .containsExactly("stamp");
        assertThat(ask("SELECT conname FROM pg_catalog.pg_constraint WHERE contype = 'f' AND convalidated ORDER BY 1"))
                .containsExactly("category_parent", "egg_hen", "hen_egg");
    }

    private static String dump() throws IOException {
        try (InputStream in = ParallelLoaderTest.class.getResourceAsStream("everything.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void leavesOwnersAndPrivilegesOut() throws Exception {
        load(TABLE + "ALTER TABLE public.t OWNER TO nobody_knows;\nGRANT ALL ON TABLE public.t TO nobody_knows;\n");
        assertThat(ask("SELECT tableowner FROM pg_catalog.pg_tables WHERE tablename = 't'"))
                .containsExactly(databases.builderAccess(building.pair()).user());
    }

    @Test
    void mostPagesOfABigTableNeedNoSecondVisit() throws Exception {
        DatabaseReport report = load(TABLE + bigCopy(30_000, "") + "ALTER TABLE public.t ADD PRIMARY KEY (id);\n");
        assertThat(report.rows()).isEqualTo(30_000);
        assertThat(ask("SELECT count(*) FROM public.t")).containsExactly("30000");
        assertThat(ask("SELECT relallvisible > relpages / 2 FROM pg_catalog.pg_class WHERE relname = 't'"))
                .containsExactly("t");
    }

    @Test
    void aTableThatIsFilledTwiceKeepsBoth() throws Exception {
        DatabaseReport report = load(TABLE + bigCopy(30_000, "") + bigCopy(30_000, ""));
        assertThat(report.rows()).isEqualTo(60_000);
        assertThat(ask("SELECT count(*) FROM public.t")).containsExactly("60000");
    }

    @Test
    void rowsThatWereThereStay() throws Exception {
        load(TABLE + "INSERT INTO public.t VALUES (-1, 'first');\n" + bigCopy(30_000, ""));
        assertThat(ask("SELECT count(*) FROM public.t")).containsExactly("30001");
    }

    @Test
    void rowsThatDependOnEachOtherArriveInTheOrderOfTheScript() throws Exception {
        String tables = """
                CREATE TABLE public.t (id integer PRIMARY KEY, name text);
                CREATE TABLE public.child (id integer REFERENCES public.t, name text);
                """;
        String children = bigCopy(30_000, "").replace("COPY public.t", "COPY public.child");
        DatabaseReport report = load(
                tables + bigCopy(30_000, "") + children + "CREATE INDEX child_id ON public.child USING btree (id);\n");
        assertThat(report.rows()).isEqualTo(60_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE public.u (name text CHECK (public.is_there(name)));",
                "CREATE DOMAIN public.there AS text CHECK (public.is_there(VALUE)); CREATE TABLE public.u (name public.there);",
                "CREATE TABLE public.u (name text, late boolean GENERATED ALWAYS AS (public.fails_unless(name)) STORED);",
                "CREATE OPERATOR public.@@@ (RIGHTARG = text, FUNCTION = public.is_there);"
                        + " CREATE TABLE public.u (name text CHECK (OPERATOR(public.@@@) name));",
            })
    void rowsThatLookIntoAnotherTableArriveAfterItsRows(String table) {
        String functions = """
                CREATE FUNCTION public.is_there(text) RETURNS boolean LANGUAGE sql
                    AS 'SELECT EXISTS (SELECT FROM public.t WHERE id = $1::integer)';
                CREATE FUNCTION public.fails_unless(text) RETURNS boolean LANGUAGE sql IMMUTABLE
                    AS 'SELECT 1 / (SELECT count(*) FROM public.t WHERE id = $1::integer) = 1';
                """;
        // Rows are there already: else the first table would be locked, and nobody could look into it too early.
        String filled = TABLE + "INSERT INTO public.t VALUES (-1, 'first');\n";
        DatabaseReport report = load(filled + functions + table + "\n" + bigCopy(100_000, "")
                + "COPY public.u (name) FROM stdin;\n99999\n\\.\n");
        assertThat(report.rows()).isEqualTo(100_001);
    }

    @Test
    void rowsThatCameThroughThePartitionedTableStay() throws Exception {
        String partitioned = """
                CREATE TABLE public.t (id integer, name text) PARTITION BY RANGE (id);
                CREATE TABLE public.low PARTITION OF public.t FOR VALUES FROM (0) TO (100000);
                """;
        load(partitioned + bigCopy(60_000, "") + bigCopy(30_000, "").replace("COPY public.t", "COPY public.low"));
        assertThat(ask("SELECT count(*) FROM public.t")).containsExactly("90000");
    }

    @Test
    void foreignKeysAreProvenBeforeRowSecurityHidesRows() throws Exception {
        load(TABLE + bigCopy(60_000, "") + """
                ALTER TABLE ONLY public.t ADD CONSTRAINT t_key PRIMARY KEY (id);
                ALTER TABLE ONLY public.t ADD CONSTRAINT t_t FOREIGN KEY (id) REFERENCES public.t(id);
                ALTER TABLE ONLY public.t FORCE ROW LEVEL SECURITY;
                ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
                """);
        assertThat(ask("SELECT convalidated FROM pg_catalog.pg_constraint WHERE conname = 't_t'"))
                .containsExactly("t");
    }

    @Test
    void settingsOfTheScriptHoldOnEveryConnection() throws Exception {
        String begin = """
                SELECT pg_catalog.set_config('search_path', 'public', false);
                CREATE TABLE t (id integer, name text);
                """;
        String end = """
                CREATE INDEX t_name ON t USING btree (name);
                ALTER TABLE ONLY t ADD CONSTRAINT t_key PRIMARY KEY (id);
                """;
        load(begin + bigCopy(30_000, "").replace("public.t", "t") + end);
        assertThat(ask("SELECT count(*) FROM pg_catalog.pg_indexes WHERE tablename = 't'"))
                .containsExactly("2");
    }

    @Test
    void aSettingThatThisServerDoesNotKnowIsLeftOutOnEveryConnection() throws Exception {
        DatabaseReport report = load("SET no_such_timeout = 0;\n" + TABLE + bigCopy(30_000, ""));
        assertThat(report.rows()).isEqualTo(30_000);
        assertThat(report.warnings()).singleElement().asString().contains("no_such_timeout");
    }

    @Test
    void commentsFindTheirIndexesAndKeys() throws Exception {
        load(TABLE + bigCopy(10, "") + """
                ALTER TABLE ONLY public.t ADD CONSTRAINT t_key PRIMARY KEY (id);
                COMMENT ON CONSTRAINT t_key ON public.t IS 'the key';
                CREATE INDEX "t Name" ON public.t USING btree (name);
                COMMENT ON INDEX public."t Name" IS 'the index';
                """);
        assertThat(
                        ask(
                                "SELECT description FROM pg_catalog.pg_description WHERE description IN ('the index', 'the key') ORDER BY 1"))
                .containsExactly("the index", "the key");
    }

    @Test
    void tellsThePlannerWhatIsInTheTables() throws Exception {
        load(TABLE + bigCopy(30_000, ""));
        assertThat(ask("SELECT reltuples::integer FROM pg_catalog.pg_class WHERE relname = 't'"))
                .containsExactly("30000");
        assertThat(ask("SELECT count(*) FROM pg_catalog.pg_stats WHERE tablename = 't'"))
                .containsExactly("2");
    }

    @Test
    void aTableThatCannotBeAnalyzedIsAWarning() throws Exception {
        DatabaseReport report = load("""
                CREATE TABLE public.odd (id integer);
                COPY public.odd (id) FROM stdin;
                0
                1
                \\.
                CREATE STATISTICS public.inverse ON (1 / id) FROM public.odd;
                CREATE MATERIALIZED VIEW public.seen AS SELECT id FROM public.odd WITH NO DATA;
                REFRESH MATERIALIZED VIEW public.seen;
                CREATE STATISTICS public.seen_inverse ON (1 / id) FROM public.seen;
                """);
        assertThat(report.warnings())
                .containsExactly(
                        "public.odd has no statistics, ANALYZE failed: ERROR: division by zero (SQLSTATE 22012)",
                        "public.seen has no statistics, ANALYZE failed: ERROR: division by zero (SQLSTATE 22012)");
        assertThat(ask("SELECT id FROM public.seen ORDER BY 1")).containsExactly("0", "1");
    }

    @Test
    void looksAtABigTableOnce() throws Exception {
        load(QUALIFIED + TABLE + bigCopy(30_000, "") + "CREATE INDEX plain ON public.t USING btree (name);\n");
        assertThat(ask("SELECT analyze_count FROM pg_catalog.pg_stat_user_tables WHERE relname = 't'"))
                .containsExactly("1");
    }

    @Test
    void looksAgainAtATableWithStatisticsThatItsIndexesBring() throws Exception {
        load(QUALIFIED + TABLE + bigCopy(30_000, "")
                + "CREATE INDEX ups ON public.t USING btree (pg_catalog.upper(name));\n");
        assertThat(ask("SELECT attname FROM pg_catalog.pg_stats WHERE tablename = 'ups'"))
                .containsExactly("upper");
    }

    @Test
    void looksAgainAtATableWhoseRowsComeInTwoBlocks() throws Exception {
        load(QUALIFIED + TABLE + bigCopy(30_000, "") + bigCopy(20_000, ""));
        assertThat(ask("SELECT reltuples::integer FROM pg_catalog.pg_class WHERE relname = 't'"))
                .containsExactly("50000");
    }

    @Test
    void namesABrokenRowOfABigTable() {
        refused(TABLE + bigCopy(30_000, "broken\n"), "line 2 of the dump", "COPY public.t");
    }

    private static String bigCopy(int rows, String first) {
        StringBuilder copy = new StringBuilder("COPY public.t (id, name) FROM stdin;\n").append(first);
        for (int i = 0; i < rows; i++) {
            copy.append(i).append('\t').append("x".repeat(60)).append('\n');
        }
        return copy.append("\\.\n").toString();
    }

    @Test
    void loadsMoreStatementsThanOneTransactionHolds() throws Exception {
        StringBuilder dump = new StringBuilder();
        for (int i = 0; i < 1205; i++) {
            dump.append("CREATE SEQUENCE public.s").append(i).append(";\n");
        }
        load(dump.toString());
        assertThat(ask("SELECT count(*) FROM pg_catalog.pg_sequences")).containsExactly("1205");
    }

    @Test
    void namesTheLineOfAConstraintThatDoesNotHold() {
        refused(
                """
                CREATE TABLE public.t (id integer, name text);
                COPY public.t (id, name) FROM stdin;
                1\ta
                1\tb
                \\.
                ALTER TABLE ONLY public.t ALTER name SET NOT NULL;
                ALTER TABLE ONLY public.t
                    ADD CONSTRAINT t_pkey PRIMARY KEY (id);
                SELECT 1;
                """,
                "line 7 of the dump, \"ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id)\"",
                "SQLSTATE 23505");
    }

    @Test
    void namesTheLineOfAForeignKeyThatPointsNowhere() {
        refused("""
                CREATE TABLE public.a (id integer PRIMARY KEY, b integer);
                COPY public.a FROM stdin;
                1\t7
                \\.
                ALTER TABLE public.a ADD FOREIGN KEY (b) REFERENCES public.a (id);
                """, "line 5 of the dump", "SQLSTATE 23503");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1\ta\tb", "x\ta", "", "1\t\\xe9"})
    void namesTheTableOfABrokenRow(String row) {
        refused(TABLE + "COPY public.t (id, name) FROM stdin;\n" + row + "\n\\.\n", "line 2 of the dump", "public.t");
    }

    /** A row may hold a password, and what failed is logged and kept. */
    @ParameterizedTest
    @ValueSource(strings = {"hunter2\ta", "1\thunter2\tb"})
    void quotesNoRow(String row) {
        String dump = TABLE + "COPY public.t (id, name) FROM stdin;\n" + row + "\n\\.\n";
        assertThatThrownBy(() -> load(dump)).satisfies(e -> {
            StringWriter text = new StringWriter();
            e.printStackTrace(new PrintWriter(text));
            assertThat(text.toString()).contains("line 2 of the dump").doesNotContain("hunter2");
        });
    }

    @Test
    void rowsThatAreLongStatementsAreNotGathered() {
        String insert = "INSERT INTO public.t VALUES (1, '" + "x".repeat(600_000) + "');\n";
        List<Progress> reports = new CopyOnWriteArrayList<>();
        String dump = TABLE + insert.repeat(4);
        loader.load(building, stream(dump), dump.length(), new Watched(reports));
        assertThat(reports).extracting(Progress::detail).contains("line 1", "line 4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER SYSTEM SET fsync = off",
                "CREATE ROLE evil SUPERUSER",
                "SET SESSION AUTHORIZATION postgres",
                "COPY public.t TO PROGRAM 'sh'",
                "COPY public.t FROM PROGRAM 'echo  FROM stdin '",
                "SELECT pg_catalog.pg_read_file('/etc/passwd')",
                "SELECT pg_catalog.set_config('role', 'postgres', false)",
                "DO $$ BEGIN EXECUTE 'ALTER SYSTEM SET fsync = off'; END $$",
                "CREATE FUNCTION public.c() RETURNS integer LANGUAGE c AS '/tmp/evil', 'c'",
            })
    void refusesWhatReachesBeyondTheDatabase(String hostile) {
        String noRows = hostile.contains("stdin") ? "\\.\n" : "";
        refused(TABLE + hostile + ";\n" + noRows, "line 2 of the dump");
    }

    @Test
    void refusesADumpOfANewerServerBeforeAnythingIsLoaded() throws Exception {
        refused(
                "-- Dumped from database version 99.0\n" + TABLE,
                "the dump is of PostgreSQL 99 and the server runs 18");
        assertThat(ask("SELECT count(*) FROM pg_catalog.pg_tables WHERE tablename = 't'"))
                .containsExactly("0");
    }

    @Test
    void refusesATruncatedDump() {
        refused(TABLE + "COPY public.t (id, name) FROM stdin;\n1\ta\n", "truncated");
        refused("-- PostgreSQL database dump\nSELECT 1;\n", "truncated");
    }

    @Test
    void aDumpThatCannotBeReadOnIsNoBadDump() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> loader.load(building, failing, 1, Pulse.none()))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void anAbortEndsALongStatementSoonHereAndInTheServer() throws Exception {
        Watched pulse = new Watched(new ArrayList<>());
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(
                () -> loader.load(building, stream("SELECT pg_catalog.pg_sleep(60);\n"), 1, pulse));
        awaitSleepers(1);
        long before = System.nanoTime();
        pulse.watched().close();
        assertThatThrownBy(() -> loading.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        awaitSleepers(0);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    /** Who analyzes a parent must not lock its children: another lane may hold one of them and want the parent. */
    @Test
    void eachTableIsAnalyzedForItselfAlone() throws Exception {
        load("""
                CREATE TABLE public.mother (id integer);
                CREATE TABLE public.child (more text) INHERITS (public.mother);
                COPY public.mother (id) FROM stdin;
                2
                \\.
                COPY public.child (id, more) FROM stdin;
                1\tx
                \\.
                """);
        awaitSessions("true", 0); // who ends tells the statistics first
        assertThat(ask("SELECT relname || ' ' || analyze_count FROM pg_catalog.pg_stat_user_tables ORDER BY 1"))
                .containsExactly("child 1", "mother 1");
    }

    private void awaitSleepers(int number) {
        awaitSessions("wait_event = 'PgSleep'", number);
    }

    private void awaitSessions(String which, int number) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (RealPostgres.see(
                                "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = ? AND " + which,
                                building.pair().database().value())
                        .size()
                != number) {
            assertThat(System.nanoTime()).as("sessions of which " + which).isLessThan(end);
            RealPostgres.see("SELECT pg_catalog.pg_sleep(0.05)");
        }
    }

    private void refused(String dump, String... says) {
        databases.drop(building);
        databases.create(building);
        assertThatThrownBy(() -> load(dump))
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.BAD_BACKUP))
                .hasMessageContainingAll(says);
    }

    /** Keeps what is reported, and what is to be closed when the step is no longer wanted. */
    private static final class Watched implements Pulse {
        private final List<Progress> reports;
        private final CompletableFuture<Closeable> resource = new CompletableFuture<>();

        Watched(List<Progress> reports) {
            this.reports = reports;
        }

        @Override
        public void report(Progress progress) {
            reports.add(progress);
        }

        @Override
        public Registration closeOnAbort(Closeable closeable) {
            resource.complete(closeable);
            return () -> {};
        }

        @Override
        public boolean aborted() {
            return false;
        }

        Closeable watched() throws Exception {
            return resource.get(10, TimeUnit.SECONDS);
        }
    }
}
