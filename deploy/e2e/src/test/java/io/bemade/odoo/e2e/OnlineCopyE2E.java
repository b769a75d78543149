package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyQuestion;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A copy of a database that serves is that database, at one moment; and nobody in it notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnlineCopyE2E {
    /** Its rows take half a minute to arrive in a copy, by a check that asks where it is. */
    private static final String SLOW = """
            CREATE FUNCTION slow(integer) RETURNS boolean LANGUAGE sql AS $$
              SELECT CASE WHEN pg_catalog.current_database() = '%s' THEN true
                          ELSE (SELECT true FROM pg_catalog.pg_sleep(0.01)) END $$;
            CREATE TABLE slow (n integer CHECK (public.slow(n)));
            INSERT INTO slow SELECT pg_catalog.generate_series(1, 3000);
            """;

    /** Two tables that always change together, and enough beside them that a copy takes a while. */
    private static final String BUSY = """
            CREATE TABLE taken (n bigint);
            CREATE TABLE given (n bigint);
            INSERT INTO taken VALUES (0);
            INSERT INTO given VALUES (0);
            CREATE TABLE log (id bigserial PRIMARY KEY, text text);
            CREATE TABLE big (id integer PRIMARY KEY, text text);
            INSERT INTO big SELECT i, repeat(md5(i::text), 10) FROM generate_series(1, 250000) i;
            CREATE INDEX big_text ON big (md5(text));
            SELECT lo_from_bytea(4711, 'large');
            """;

    private LoadServer on15;
    private LoadServer on18;

    @BeforeAll
    void start() {
        RealStack real = RealStack.require();
        on15 = new LoadServer(real, 15);
        on18 = new LoadServer(real, 18);
    }

    static Stream<Arguments> shapes() throws IOException, URISyntaxException {
        return LoaderEqualityE2E.shapes().filter(shape -> !hidden(String.valueOf(shape.get()[0])));
    }

    /** Rows that even the owner does not see. */
    private static boolean hidden(String shape) {
        return shape.startsWith("row-security");
    }

    static Stream<Arguments> hiddenShapes() throws IOException, URISyntaxException {
        return LoaderEqualityE2E.shapes().filter(shape -> hidden(String.valueOf(shape.get()[0])));
    }

    @Test
    void readsAProductionNoFasterThanAllowed() {
        String source = on18.create();
        try (LoadServer.Ours ours = on18.ours()) {
            on18.psql(
                            LoadServer.PLAIN,
                            source,
                            "-c",
                            "CREATE TABLE big AS SELECT repeat(md5(i::text), 30) FROM generate_series(1, 20000) i")
                    .orThrow();
            long begin = System.nanoTime();
            on18.databases(Rate.of(6_400_000)).copy(ours.copying(on18.used(source)), Pulse.none());
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2_800));
            assertThat(on18.psql("postgres", ours.name(), "-At", "-c", "SELECT count(*) FROM big")
                            .orThrow())
                    .contains("20000");
        } finally {
            on18.drop(source);
        }
    }

    /** Better said before than found out in the middle; and never a copy that lacks rows. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("hiddenShapes")
    void refusesWhatProductionsOwnRoleMayNotReadInFull(String shape, int version, Path script) {
        LoadServer server = version == 18 ? on18 : on15;
        String source = server.create();
        try (LoadServer.Ours ours = server.ours()) {
            server.psql(LoadServer.PLAIN, source, "-f", script.toString()).orThrow();
            assertThatThrownBy(() -> server.databases.planCopy(new CopyQuestion(
                            server.used(source),
                            LoadServer.PLAIN,
                            server.used(source).server(),
                            CopyStrategy.ONLINE,
                            false)))
                    .as(shape)
                    .isInstanceOf(OrchestratorException.class)
                    .hasMessageContaining("may not be read in full by role " + LoadServer.PLAIN);
            assertThatThrownBy(() -> ours.copy(server.used(source), Pulse.none()))
                    .as(shape)
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED));
        } finally {
            server.drop(source);
        }
    }

    /** The same as a strict load of its dump, and that is the same as itself. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("shapes")
    void copies(String shape, int version, Path script) throws IOException {
        LoadServer server = version == 18 ? on18 : on15;
        String source = server.create();
        try {
            server.psql(LoadServer.PLAIN, source, "-f", script.toString()).orThrow();
            copiesAlike(shape, server, source, server);
        } finally {
            server.drop(source);
        }
    }

    /** All that the shapes share no name in, at once, within a server and from an older one to a newer one. */
    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"18, 18", "15, 18"})
    void copiesOn(int from, int to) throws IOException, URISyntaxException {
        LoadServer server = from == 18 ? on18 : on15;
        String source = server.create();
        try {
            for (Path script : LoaderEqualityE2E.together()) {
                if (hidden(script.getFileName().toString())) {
                    continue;
                }
                server.psql(LoadServer.PLAIN, source, "-f", script.toString()).orThrow();
            }
            copiesAlike("from " + from + " to " + to, server, source, to == 18 ? on18 : on15);
        } finally {
            server.drop(source);
        }
    }

    private static void copiesAlike(String what, LoadServer from, String source, LoadServer to) throws IOException {
        Path dump = from.dump(18, source);
        String peer = to.create();
        try (LoadServer.Ours ours = to.ours()) {
            List<String> warnings = copy(what, ours, from, source).warnings();
            assertThat(warnings)
                    .as(what)
                    .allMatch(warning -> to.version < 17 && warning.contains("transaction_timeout"));
            assertThat(to.psqlLoad(peer, LoadServer.forVersion(to.version, dump))
                            .exit())
                    .as(what)
                    .isZero();
            to.image(peer, LoadServer.PLAIN).assertSame(ours.image(), what);
        } finally {
            Files.delete(dump);
            to.drop(peer);
        }
    }

    private static CopyReport copy(String what, LoadServer.Ours ours, LoadServer from, String source) {
        try {
            return ours.copy(from.used(source), Pulse.none());
        } catch (OrchestratorException e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }

    /** They see to it that both sums agree, in every transaction; and none of these waits for a lock of the copy. */
    @Test
    void whatChangesTogetherIsCopiedTogetherAndNobodyWaits() throws Exception {
        String source = busy();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Duration> longest = CompletableFuture.supplyAsync(() -> work(source, over));
        try (LoadServer.Ours ours = on18.ours()) {
            CopyReport report = ours.copy(on18.used(source), Pulse.none());
            over.set(true);
            System.out.println(
                    "The longest transaction beside a copy: " + longest.get().toMillis() + " ms");
            assertThat(report.refused()).isZero();
            assertThat(report.waited()).isZero();
            assertThat(ask(ours.name(), "SELECT t.n = g.n AND t.n > 0 FROM taken t, given g"))
                    .containsExactly("t");
            assertThat(ask(ours.name(), "SELECT (SELECT n FROM taken) = (SELECT count(*) FROM log)"))
                    .containsExactly("t");
            assertThat(ask(ours.name(), "SELECT nextval('log_id_seq') > (SELECT max(id) FROM log)"))
                    .containsExactly("t");
            assertThat(ask(ours.name(), "SELECT (SELECT n FROM taken) + 250000 = count(*) FROM big"))
                    .as("what other connections read")
                    .containsExactly("t");
            assertThat(ask(ours.name(), "SELECT count(*), sum(id) FROM big WHERE id <= 250000"))
                    .containsExactly("250000 31250125000");
            assertThat(ask(ours.name(), "SELECT convert_from(lo_get(4711), 'UTF8')"))
                    .containsExactly("large");
        } finally {
            over.set(true);
            longest.join();
            on18.drop(source);
        }
    }

    /** @return the longest that one transaction took */
    private Duration work(String database, AtomicBoolean over) {
        long longest = 0;
        try (Connection odoo = on18.superuser(database);
                Statement statement = odoo.createStatement()) {
            statement.execute("SET lock_timeout = '1s'");
            while (!over.get()) {
                long begin = System.nanoTime();
                statement.execute(
                        "BEGIN; UPDATE taken SET n = n + 1; INSERT INTO log (text) VALUES ('one more');"
                                + " INSERT INTO big SELECT 250000 + n, 'one more' FROM taken; UPDATE given SET n = n + 1; COMMIT");
                longest = Math.max(longest, System.nanoTime() - begin);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(longest);
    }

    /** Whichever of the source's connections it is: the one that keeps the moment, or one that reads. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"idle in transaction", "active"})
    void aConnectionThatIsKilledEndsTheCopyAndLeavesNothing(String state) throws Exception {
        String source = busy();
        try (LoadServer.Ours ours = on18.ours()) {
            CompletableFuture<CopyReport> copy =
                    CompletableFuture.supplyAsync(() -> ours.copy(on18.used(source), Pulse.none()));
            String victims = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + source
                    + "' AND application_name = 'odooctl' AND state = '" + state + "'";
            awaitRows(copy, source);
            Await.until("a victim", () -> !ask("postgres", victims).isEmpty());
            assertThatThrownBy(copy::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE));
            nobodyIsLeftIn(source);
            assertThat(ours.copy(on18.used(source), Pulse.none()).warnings())
                    .as("a second attempt")
                    .isEmpty();
            assertThat(ask(ours.name(), "SELECT count(*) FROM big")).containsExactly("250000");
            on18.databases.drop(ours.copying(on18.used(source)).building());
            nothingIsLeftOf(ours);
        } finally {
            on18.drop(source);
        }
    }

    @Test
    void aCopyThatIsNoLongerWantedEndsAtOnceAndLeavesNothing() throws Exception {
        String source = busy();
        Plug plug = new Plug();
        try (LoadServer.Ours ours = on18.ours()) {
            CompletableFuture<CopyReport> copy =
                    CompletableFuture.supplyAsync(() -> ours.copy(on18.used(source), plug));
            awaitRows(copy, source);
            long begin = System.nanoTime();
            plug.pull();
            assertThatThrownBy(copy::join).isInstanceOf(CompletionException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            nobodyIsLeftIn(source);
            on18.databases.drop(ours.copying(on18.used(source)).building());
            nothingIsLeftOf(ours);
        } finally {
            on18.drop(source);
        }
    }

    /** Somebody updates modules: they hold a table, and we do not queue up behind them while we hold what they want next. */
    @Test
    void anUpdateThatIsUnderWayIsGivenWayAndGoesOn() throws Exception {
        String source = busy();
        try (LoadServer.Ours ours = on18.ours();
                Connection odoo = on18.superuser(source);
                Statement statement = odoo.createStatement()) {
            statement.execute("BEGIN; ALTER TABLE taken ADD COLUMN more text");
            CompletableFuture<CopyReport> copy =
                    CompletableFuture.supplyAsync(() -> ours.copy(on18.used(source), Pulse.none()));
            Await.until(
                    "the copy meets it",
                    () -> copy.isDone()
                            || !ask("postgres", "SELECT pid FROM pg_locks WHERE NOT granted")
                                    .isEmpty());
            statement.execute("ALTER TABLE big ADD COLUMN more text; COMMIT");
            gaveWay(copy);
            nobodyIsLeftIn(source, 1);
        } finally {
            on18.drop(source);
        }
    }

    /** Whoever changes a table waits until it is not read any more; and everybody who comes after them. */
    @Test
    void anUpdateThatBeginsWhileRowsAreReadDoesNotWaitForTheLast() throws Exception {
        String source = busy();
        on18.psql(LoadServer.PLAIN, source, "-c", SLOW.formatted(source)).orThrow();
        givesWayDuring("COPY public.slow %STDIN%", source);
    }

    /** Large objects come by pg_dump, which keeps all tables as they are until it ends. */
    @Test
    void anUpdateThatBeginsWhileLargeObjectsAreReadDoesNotWaitForTheLast() throws Exception {
        String source = busy();
        on18.psql(
                        LoadServer.PLAIN,
                        source,
                        "-c",
                        "SELECT count(lo_from_bytea(0, decode(repeat('ab', 4000000), 'hex'))) FROM generate_series(1, 200)")
                .orThrow();
        givesWayDuring("SELECT pg_catalog.lowrite%", source);
    }

    /** @param writing as its target sees it, LIKE */
    private void givesWayDuring(String writing, String source) throws Exception {
        try (LoadServer.Ours ours = on18.ours();
                Connection odoo = on18.superuser(source);
                Statement statement = odoo.createStatement()) {
            CompletableFuture<CopyReport> copy =
                    CompletableFuture.supplyAsync(() -> ours.copy(on18.used(source), Pulse.none()));
            Await.until(writing, () -> {
                assertThat(copy.isDone()).as("the copy is over").isFalse();
                return !ask("postgres", "SELECT pid FROM pg_stat_activity WHERE query LIKE '" + writing + "'")
                        .isEmpty();
            });
            statement.execute("SET statement_timeout = '30s'; ALTER TABLE big ADD COLUMN more text");
            gaveWay(copy);
            nobodyIsLeftIn(source, 1);
        } finally {
            on18.drop(source);
        }
    }

    private static void gaveWay(CompletableFuture<CopyReport> copy) {
        assertThatThrownBy(copy::join)
                .cause()
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("the copy gives way");
    }

    private String busy() {
        String source = on18.create();
        on18.psql(LoadServer.PLAIN, source, "-c", BUSY).orThrow();
        return source;
    }

    private void awaitRows(CompletableFuture<CopyReport> copy, String source) {
        Await.until("rows", () -> {
            assertThat(copy.isDone()).as("the copy is over").isFalse();
            return !ask(
                            "postgres",
                            "SELECT pid FROM pg_stat_activity WHERE datname = '" + source
                                    + "' AND query LIKE 'COPY (SELECT%'")
                    .isEmpty();
        });
    }

    private void nobodyIsLeftIn(String source) {
        nobodyIsLeftIn(source, 0);
    }

    private void nobodyIsLeftIn(String source, int others) {
        Await.until(
                "we are gone",
                Duration.ofSeconds(5),
                () -> ask(
                                        "postgres",
                                        "SELECT pid FROM pg_stat_activity WHERE" + " datname = '" + source
                                                + "' AND backend_type = 'client backend'")
                                .size()
                        <= others);
    }

    private void nothingIsLeftOf(LoadServer.Ours ours) {
        assertThat(ask("postgres", "SELECT datname FROM pg_database WHERE datname = '" + ours.name() + "'"))
                .isEmpty();
        assertThat(ask("postgres", "SELECT rolname FROM pg_roles WHERE rolname = '" + ours.owner() + "'"))
                .isEmpty();
    }

    /** One line for each row. */
    private List<String> ask(String database, String sql) {
        try (Connection superuser = on18.superuser(database);
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(rows.getString(i));
                }
                lines.add(String.join(" ", values));
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a cancelled step works on is closed, all at once. */
    private static final class Plug implements Pulse {
        private final Set<Closeable> resources = ConcurrentHashMap.newKeySet();
        private volatile boolean pulled;

        @Override
        public void report(Progress progress) {}

        @Override
        public Registration closeOnAbort(Closeable resource) {
            resources.add(resource);
            return () -> resources.remove(resource);
        }

        @Override
        public boolean aborted() {
            return pulled;
        }

        private static void close(Closeable resource) {
            try {
                resource.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void pull() {
            pulled = true;
            CompletableFuture.allOf(resources.stream()
                            .map(resource -> CompletableFuture.runAsync(
                                    () -> close(resource), work -> new Thread(work, "closes").start()))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }
}
