package io.bemade.odoo.activities.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions die in the middle of a load: it says so, soon, and a second attempt has everything. */
class LoadFaultsTest extends LoadedDatabaseTest {
    /** So many that a table's work is not bundled with that of others. */
    private static final int ROWS = 200_000;

    /** {@code slow} takes long within the statement that begins so, wherever a load calls it. */
    private static final String DUMP = """
            CREATE FUNCTION public.slow(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
            BEGIN
              IF pg_catalog.current_query() LIKE pg_catalog.current_setting('test.slow', true) || '%' AND $1 % 100 = 7 THEN PERFORM pg_catalog.pg_sleep(60); END IF;
              RETURN $1;
            END $$;
            CREATE TABLE public.t (id integer NOT NULL);
            CREATE TABLE public.u (id integer NOT NULL);
            CREATE MATERIALIZED VIEW public.m AS SELECT public.slow(id) FROM public.t WITH NO DATA;
            SELECT public.slow(7);
            COPY public.t (id) FROM stdin;
            T\\.
            COPY public.u (id) FROM stdin;
            U\\.
            SELECT public.slow(7) AS "after the rows";
            ALTER TABLE ONLY public.t ADD CONSTRAINT t_key PRIMARY KEY (id);
            CREATE INDEX t_slow ON public.t USING btree (public.slow(id));
            CREATE INDEX u_id ON public.u USING btree (id);
            ALTER TABLE ONLY public.u ADD CONSTRAINT u_t FOREIGN KEY (id) REFERENCES public.t(id);
            REFRESH MATERIALIZED VIEW public.m;
            """.replace("T\\.", rows(ROWS) + "\\.").replace("U\\.", rows(ROWS) + "\\.");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT public.slow(7)",
                "SELECT public.slow(7) AS",
                "CREATE INDEX",
                "REFRESH",
                "ANALYZE ONLY public.t"
            })
    void aSessionThatIsEndedEndsTheLoadAndASecondAttemptHasEverything(String during) throws Exception {
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(slow(during)));
        awaitSleeper(loading);
        long before = System.nanoTime();
        assertThat(RealPostgres.see(
                        "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                                + " WHERE datname = ? AND wait_event = 'PgSleep'",
                        database()))
                .containsExactly("t");
        unavailable(loading);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        complete();
    }

    @Test
    void aSessionThatIsEndedBetweenTwoRowsEndsTheLoadAndASecondAttemptHasEverything() throws Exception {
        int middle = DUMP.indexOf("\n150000\n");
        InputStream accident = new InputStream() {
            @Override
            public int read() {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                String copying = " FROM pg_catalog.pg_stat_activity WHERE datname = ? AND query LIKE 'COPY public.t%'";
                await(() -> false, "SELECT pid" + copying);
                RealPostgres.see("SELECT pg_catalog.pg_terminate_backend(pid)" + copying, database());
                return -1;
            }
        };
        InputStream dump = new SequenceInputStream(Collections.enumeration(
                List.of(stream(DUMP.substring(0, middle)), accident, stream(DUMP.substring(middle)))));
        unavailable(CompletableFuture.supplyAsync(() -> loader.load(building, dump, DUMP.length(), Pulse.none())));
        complete();
    }

    /** Somebody has locked a table, and the load waits for it, to add a foreign key. */
    @Test
    void aSessionThatIsEndedWhileItWaitsEndsTheLoadAndASecondAttemptHasEverything() throws Exception {
        String waiting = " FROM pg_catalog.pg_stat_activity WHERE datname = ? AND wait_event_type = 'Lock'";
        String dump = DUMP.replace(
                "ALTER TABLE ONLY public.u", "SELECT pg_catalog.pg_advisory_lock(1);\nALTER TABLE ONLY public.u");
        try (Connection somebody = RealPostgres.SERVER.superuser(database())) {
            Sql.execute(somebody, "SELECT pg_catalog.pg_advisory_lock(1)");
            CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(dump));
            await(loading::isDone, "SELECT pid" + waiting + " AND wait_event = 'advisory'");
            Sql.execute(
                    somebody,
                    "BEGIN; LOCK TABLE public.u IN ROW EXCLUSIVE MODE; SELECT pg_catalog.pg_advisory_unlock(1)");
            await(loading::isDone, "SELECT pid" + waiting + " AND wait_event = 'relation'");
            RealPostgres.see("SELECT pg_catalog.pg_terminate_backend(pid)" + waiting, database());
            unavailable(loading);
        }
        complete(dump);
    }

    /** One connection would take a minute. */
    @Test
    void aFailureOnOneConnectionEndsAllOfThemSoonAndNamesTableAndLine() {
        String dump = slow("CREATE INDEX")
                .replace("u_id ON public.u USING btree (id)", "u_id ON public.u USING btree ((1 / (id - 9)))");
        long before = System.nanoTime();
        assertThatThrownBy(() -> load(dump))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                .hasMessageContainingAll("line 400017 of the dump", "CREATE INDEX u_id ON public.u", "SQLSTATE 22012");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void whatIsDoneIsNotDoneAgain() throws SQLException {
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(slow("CREATE INDEX")));
        awaitSleeper(loading);
        List<String> before = files();
        assertThat(before).hasSize(3);
        databases.recreateUnlessBegun(building); // as after the death of a worker; its sessions may live on
        unavailable(loading);
        complete();
        assertThat(files()).containsAll(before);
        assertThat(RealPostgres.see("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?", database()))
                .hasSize(1);
        try (Connection connection = databases.connectAsBuilder(building.pair())) {
            assertThat(Sql.exists(connection, LoadLog.CAN_GO_ON)).isFalse();
            assertThat(Sql.exists(connection, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname LIKE 'odooctl%'"))
                    .isFalse();
        }
    }

    @Test
    void whatIsDoneIsNotDoneAgainWhereTablesHaveToWaitForEachOther() throws SQLException {
        String dump = DUMP.replace(
                "public.u (id integer NOT NULL)", "public.u (id integer NOT NULL CHECK (public.slow(id) > 0))");
        slow("CREATE INDEX");
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(dump));
        awaitSleeper(loading);
        List<String> before = files();
        assertThat(before).hasSizeGreaterThanOrEqualTo(2);
        databases.recreateUnlessBegun(building);
        unavailable(loading);
        complete(dump);
        assertThat(files()).containsAll(before);
    }

    /** The builder's password follows the administrator's: whoever logs in after its change sets it anew. */
    @Test
    void anAttemptGoesOnAfterTheAdministratorGotAnotherPassword() throws SQLException {
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(slow("CREATE INDEX")));
        awaitSleeper(loading);
        List<String> before = files();
        databases.recreateUnlessBegun(building);
        unavailable(loading);
        String builder = BuilderRole.of(building.pair(), "whatever").name();
        RealPostgres.SERVER.execute("ALTER ROLE \"" + builder + "\" PASSWORD 'from the one before'");
        complete();
        assertThat(files()).containsAll(before);
    }

    /** Somebody holds the table that it refers to, from the moment at which the key is there. */
    @Test
    void aKeyThatIsThereButNotProvenIsProvenByTheSecondAttempt() throws Exception {
        String lock = "SELECT pg_catalog.pg_advisory_lock(2)";
        String dump = DUMP.replace("ALTER TABLE ONLY public.u", lock + ";\nALTER TABLE ONLY public.u");
        try (Connection before = RealPostgres.SERVER.superuser(database());
                Connection after = RealPostgres.SERVER.superuser(database())) {
            Sql.execute(before, lock);
            CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(dump));
            await(loading::isDone, waiting(lock));
            Sql.execute(
                    before,
                    "BEGIN; LOCK TABLE public.u IN ROW EXCLUSIVE MODE; SELECT pg_catalog.pg_advisory_unlock(2)");
            await(loading::isDone, waiting("LOCK TABLE ONLY"));
            String holding = "LOCK TABLE public.t IN EXCLUSIVE MODE";
            after.setAutoCommit(false);
            CompletableFuture<Void> held = CompletableFuture.runAsync(() -> execute(after, holding));
            await(loading::isDone, waiting(holding));
            Sql.execute(before, "ROLLBACK");
            String proof = "ALTER TABLE public.u VALIDATE CONSTRAINT";
            await(loading::isDone, waiting(proof));
            held.get(20, TimeUnit.SECONDS);
            assertThat(Sql.column(after, "SELECT convalidated FROM pg_catalog.pg_constraint WHERE conname = 'u_t'"))
                    .containsExactly("f");
            RealPostgres.see(
                    waiting(proof).replace("SELECT pid", "SELECT pg_catalog.pg_terminate_backend(pid)"), database());
            unavailable(loading);
        }
        complete(dump);
    }

    private static String waiting(String statement) {
        return "SELECT pid FROM pg_catalog.pg_stat_activity WHERE datname = ? AND wait_event_type = 'Lock' AND query LIKE '"
                + statement + "%'";
    }

    private static void execute(Connection connection, String sql) {
        try {
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAttemptThatReadsAnotherScriptBeginsAnew() throws SQLException {
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(slow("CREATE INDEX")));
        awaitSleeper(loading);
        List<String> before = files();
        databases.recreateUnlessBegun(building);
        unavailable(loading);
        assertThatThrownBy(() -> load(DUMP.replace("COPY public.t (id)", "COPY public.t  (id)")))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("from its beginning");
        complete();
        assertThat(files()).doesNotContainAnyElementsOf(before);
    }

    /** A crash of the server empties the one, and the other is the dump's own work. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE public.t SET UNLOGGED",
                "DROP TABLE odooctl_load_2.done;"
                        + " CREATE VIEW odooctl_load_2.done AS SELECT 1::bigint AS number, 1 AS hash, 1::bigint AS rows"
            })
    void whatIsNotedCannotBeTrustedAndTheLoadBeginsAnew(String meddling) throws SQLException {
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(slow("CREATE INDEX")));
        awaitSleeper(loading);
        List<String> before = files();
        databases.recreateUnlessBegun(building);
        unavailable(loading);
        try (Connection connection = databases.connectAsBuilder(building.pair())) {
            Sql.execute(connection, meddling);
        }
        complete();
        assertThat(files()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void twoAttemptsDoNotLoadAtOnce() throws SQLException {
        CompletableFuture<DatabaseReport> loading = CompletableFuture.supplyAsync(() -> load(slow("CREATE INDEX")));
        awaitSleeper(loading);
        assertThatThrownBy(() -> load(DUMP))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("still loads");
        databases.recreateUnlessBegun(building);
        unavailable(loading);
        complete();
    }

    /** On disk, of the tables and the key; a table that is loaded again gets another. */
    private List<String> files() throws SQLException {
        try (Connection connection = databases.connectAsBuilder(building.pair())) {
            return Sql.column(
                    connection,
                    "SELECT relname || ' ' || relfilenode FROM pg_catalog.pg_class"
                            + " WHERE relname IN ('t', 'u', 't_key')");
        }
    }

    private void complete() throws SQLException {
        complete(DUMP);
    }

    private void complete(String dump) throws SQLException {
        databases.recreateUnlessBegun(building);
        RealPostgres.SERVER.execute("ALTER DATABASE \"" + database() + "\" RESET test.slow");
        assertThat(load(dump).rows()).isEqualTo(2 * ROWS);
        try (Connection connection = databases.connectAsBuilder(building.pair())) {
            assertThat(Sql.column(connection, """
                    SELECT (SELECT count(*) FROM public.t) || ' ' || (SELECT count(*) FROM public.u) || ' '
                           || (SELECT count(*) FROM public.m) || ' '
                           || (SELECT count(*) FROM pg_catalog.pg_indexes WHERE schemaname = 'public') || ' '
                           || (SELECT count(*) FROM pg_catalog.pg_constraint WHERE contype = 'f' AND convalidated)
                    """)).containsExactly("200000 200000 200000 3 1");
        }
    }

    private void awaitSleeper(CompletableFuture<DatabaseReport> loading) {
        await(
                loading::isDone,
                "SELECT pid FROM pg_catalog.pg_stat_activity WHERE datname = ? AND wait_event = 'PgSleep'");
    }

    private void await(BooleanSupplier over, String sessions) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (RealPostgres.see(sessions, database()).isEmpty()) {
            assertThat(over.getAsBoolean()).as("the load is over").isFalse();
            assertThat(System.nanoTime()).as("a statement that takes long").isLessThan(end);
            RealPostgres.see("SELECT pg_catalog.pg_sleep(0.05)");
        }
    }

    private static void unavailable(CompletableFuture<DatabaseReport> loading) {
        assertThatThrownBy(() -> loading.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("PostgreSQL was lost during the load");
    }

    /** A server's configuration may have limits for all sessions, and only newer dumps lift those. */
    @Test
    void aServersLimitsForSessionsAreNotForALoad() throws Exception {
        String builder = Sql.identifier(BuilderRole.PREFIX + building.pair().suffix());
        for (String limit : List.of("transaction_timeout", "statement_timeout")) {
            RealPostgres.SERVER.execute("ALTER ROLE " + builder + " SET " + limit + " = '2s'");
        }
        load("""
                CREATE TABLE public.t (id integer NOT NULL);
                SELECT pg_catalog.pg_sleep(2.5);
                COPY public.t (id) FROM stdin;
                1
                \\.
                """);
        assertThat(ask("SELECT id FROM public.t")).containsExactly("1");
    }

    private String database() {
        return building.pair().database().value();
    }

    /** The script, in which the statement that begins so takes long for now. */
    private String slow(String statement) {
        RealPostgres.SERVER.execute("ALTER DATABASE \"" + database() + "\" SET test.slow = '" + statement + "'");
        return DUMP;
    }

    private static String rows(int number) {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= number; i++) {
            rows.append(i).append('\n');
        }
        return rows.toString();
    }
}
