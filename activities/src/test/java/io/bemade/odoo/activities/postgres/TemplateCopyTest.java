package io.bemade.odoo.activities.postgres;

import static io.bemade.odoo.activities.postgres.RealPostgres.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TemplateCopyTest {
    private final PostgresDatabases databases = RealPostgres.databases();
    private final Building production = RealPostgres.building();
    private final Building staging = RealPostgres.building();
    private final String source = production.pair().database().value();
    private final String copy = staging.pair().database().value();
    private final Copying copying = new Copying(staging, production.pair(), ROLE, CopyWay.TEMPLATE);

    @BeforeEach
    void serve() throws SQLException {
        databases.create(production);
        databases.own(new Owning(production, ROLE, false));
        databases.open(production.pair());
        try (Connection odoo = RealPostgres.asRole(source)) {
            for (String statement : List.of(
                    "CREATE SCHEMA \"Side\"",
                    "CREATE TABLE public.\"Products\" (id serial PRIMARY KEY, name text, kind integer)",
                    "CREATE TABLE \"Side\".t (id integer GENERATED ALWAYS AS IDENTITY)",
                    "CREATE VIEW public.v AS SELECT name FROM public.\"Products\"",
                    "CREATE MATERIALIZED VIEW public.m AS SELECT 1 AS one",
                    "CREATE SEQUENCE public.s",
                    "CREATE TYPE public.mood AS ENUM ('ok')",
                    "CREATE TYPE public.both AS (a integer, b text)",
                    "CREATE DOMAIN public.d AS text",
                    "CREATE FUNCTION public.f(a integer, b text DEFAULT 'x') RETURNS integer LANGUAGE sql RETURN 1",
                    "CREATE PROCEDURE public.p() LANGUAGE sql AS 'SELECT 1'",
                    "CREATE AGGREGATE public.total (integer) (SFUNC = int4pl, STYPE = integer)",
                    "CREATE STATISTICS public.st (dependencies) ON name, kind FROM public.\"Products\"",
                    "CREATE EXTENSION pg_trgm",
                    "SELECT pg_catalog.lo_create(77)",
                    "INSERT INTO public.\"Products\" (name) SELECT 'p' || i FROM generate_series(1, 5000) i")) {
                Sql.execute(odoo, statement);
            }
        }
    }

    @AfterEach
    void drop() {
        databases.reopen(copying);
        databases.drop(copying.building());
        databases.drop(production);
    }

    private CopyReport copy() {
        return databases.copy(copying, Pulse.none());
    }

    @Test
    void everythingIsThereAndBelongsToTheBuilder() throws SQLException {
        CopyReport report = copy();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.bytes()).isPositive();
        try (Connection builder = databases.connectAsBuilder(staging.pair())) {
            assertThat(Sql.column(builder, "SELECT count(*) FROM public.\"Products\""))
                    .containsExactly("5000");
            Sql.execute(builder, "ALTER TABLE \"Side\".t ADD COLUMN more text");
            Sql.execute(builder, "DROP FUNCTION public.f(integer, text)");
            Sql.execute(builder, "ALTER TYPE public.mood ADD VALUE 'bad'");
        }
        databases.own(new Owning(staging, ROLE, true));
    }

    @Test
    void theOriginalKeepsItsOwnerItsObjectsAndItsConnections() throws SQLException {
        copy();
        assertThat(RealPostgres.see(
                        "SELECT pg_get_userbyid(datdba) || datallowconn FROM pg_database WHERE datname = ?", source))
                .containsExactly(ROLE + "true");
        try (Connection odoo = RealPostgres.asRole(source)) {
            Sql.execute(odoo, "ALTER TABLE public.\"Products\" ADD COLUMN later text");
        }
    }

    @Test
    void anAttemptOpensWhatOneThatDiedLeftShut() throws SQLException {
        for (String attempt : List.of("the copy is made", "the copy is there")) {
            try (Connection postgres = RealPostgres.superuser("postgres")) {
                Sessions.allow(postgres, source, false);
            }
            copy();
            assertThat(RealPostgres.see("SELECT datallowconn FROM pg_database WHERE datname = ?", source))
                    .as(attempt)
                    .containsExactly("t");
        }
    }

    @Test
    void copyingTwiceIsCopyingOnce() throws SQLException {
        copy();
        try (Connection builder = databases.connectAsBuilder(staging.pair())) {
            Sql.execute(builder, "CREATE TABLE public.here ()");
        }
        copy();
        try (Connection builder = databases.connectAsBuilder(staging.pair())) {
            Sql.execute(builder, "DROP TABLE public.here");
        }
    }

    @Test
    void nobodyButTheBuilderMayEverEnterTheCopy() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> entered = CompletableFuture.supplyAsync(() -> {
            int times = 0;
            while (!done.get()) {
                try (Connection intruder = RealPostgres.asRole(copy)) {
                    times++;
                } catch (SQLException refused) {
                    Thread.onSpinWait();
                }
            }
            return times;
        });
        copy();
        done.set(true);
        assertThat(entered.get()).isZero();
    }

    @Test
    void sessionsOfTheOriginalEndAndNewOnesComeBackByThemselves() throws SQLException {
        try (Connection odoo = RealPostgres.asRole(source)) {
            CopyReport report = copy();
            assertThat(odoo.isValid(5)).isFalse();
            assertThat(report.refused()).isPositive().isLessThan(Duration.ofSeconds(20));
        }
        RealPostgres.asRole(source).close();
    }

    @Test
    void aKilledCopyThatLeftTheOriginalShutIsUndone() throws SQLException {
        databases.shut(production.pair());
        databases.reopen(copying);
        databases.drop(copying.building());
        RealPostgres.asRole(source).close();
        databases.shut(production.pair());
        databases.check(new io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck(
                production.pair().instance(),
                production.pair().server(),
                ROLE,
                java.util.Optional.of(production.pair())));
        RealPostgres.asRole(source).close();
    }

    @Test
    void whoMayNotBeSentAwayIsNamedAndTheOriginalServesOn() throws SQLException {
        RealPostgres.SERVER.execute("GRANT CONNECT ON DATABASE \"" + source + "\" TO " + RealPostgres.WATCHER);
        try (Connection watcher = RealPostgres.asWatcher(source);
                Connection odoo = RealPostgres.asRole(source)) {
            assertThatThrownBy(this::copy)
                    .isInstanceOf(OrchestratorException.class)
                    .hasMessageContaining(RealPostgres.WATCHER);
            assertThat(odoo.isValid(5)).isTrue();
            assertThat(watcher.isValid(5)).isTrue();
        }
    }

    /** Who reads its changes keeps it from being copied as any session does, and comes back as any. */
    @Test
    void whoReadsTheChangesOfTheOriginalIsSentAwayToo() throws SQLException {
        RealPostgres.SERVER.execute("ALTER ROLE " + ROLE + " REPLICATION");
        Properties properties = new Properties();
        properties.setProperty("user", ROLE);
        properties.setProperty("password", RealPostgres.ROLE_PASSWORD);
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "15");
        try (Connection reader = DriverManager.getConnection(RealPostgres.SERVER.jdbcUrl(source), properties)) {
            assertThat(copy().warnings()).isEmpty();
            assertThat(reader.isValid(5)).isFalse();
        } finally {
            RealPostgres.SERVER.execute("ALTER ROLE " + ROLE + " NOREPLICATION");
        }
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotBegun() throws SQLException {
        assertThatThrownBy(() -> databases.copy(copying, Pulse.until(() -> true)))
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(RealPostgres.see("SELECT 1 FROM pg_database WHERE datname = ?", copy))
                .isEmpty();
        RealPostgres.asRole(source).close();
    }

    @Test
    void severalCopiesOfOneOriginalAtOnce() {
        Building other = RealPostgres.building();
        Copying second = new Copying(other, production.pair(), ROLE, CopyWay.TEMPLATE);
        CompletableFuture<CopyReport> first = CompletableFuture.supplyAsync(this::copy);
        CompletableFuture<CopyReport> two = CompletableFuture.supplyAsync(() -> databases.copy(second, Pulse.none()));
        assertThat(first.join().warnings()).isEmpty();
        assertThat(two.join().warnings()).isEmpty();
        databases.reopen(second);
        databases.drop(second.building());
    }
}
