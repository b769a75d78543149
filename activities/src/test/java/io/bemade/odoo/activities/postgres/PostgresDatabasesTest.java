package io.bemade.odoo.activities.postgres;

import static io.bemade.odoo.activities.postgres.RealPostgres.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Expiry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Use;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PostgresDatabasesTest {
    private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");
    private static final Instant DUE = Instant.parse("2026-02-08T12:00:00Z");

    private final PostgresDatabases databases = RealPostgres.databases();
    private final Building building = RealPostgres.building();
    private final StoragePair pair = building.pair();
    private final String name = pair.database().value();

    @Test
    void aCreatedDatabaseIsEmptyMarkedAndOwnedByItsBuilder() {
        databases.create(building);
        assertThat(find()).hasValueSatisfying(kept -> {
            assertThat(kept.pair()).isEqualTo(pair);
            assertThat(kept.state()).isEqualTo(KeptPair.State.BUILDING);
            assertThat(kept.operation()).isEqualTo(building.operation());
            assertThat(kept.createdAt()).isEqualTo(building.createdAt());
            assertThat(kept.deleteAt()).isEmpty();
            assertThat(kept.bytes()).isPositive();
        });
        assertThat(RealPostgres.see(
                        "SELECT pg_get_userbyid(datdba) || ' ' || pg_encoding_to_char(encoding) || ' ' || datcollate"
                                + " FROM pg_database WHERE datname = ?",
                        name))
                .containsExactly(builder() + " UTF8 C");
        databases.drop(building);
    }

    @Test
    void creatingTwiceIsCreatingOnce() throws SQLException {
        databases.create(building);
        fill();
        databases.create(building);
        assertThat(tables()).containsExactly("t");
        databases.drop(building);
    }

    @Test
    void droppingLeavesNothingAndMayBeRepeated() throws SQLException {
        databases.create(building);
        try (Connection busy = databases.connectAsBuilder(pair)) {
            databases.drop(building);
            assertThat(busy.isValid(5)).as("whoever is connected is put out").isFalse();
        }
        assertThat(there(name)).isFalse();
        assertThat(builderRoles()).isEmpty();
        databases.drop(building);
        assertThat(find()).isEmpty();
    }

    @Test
    void recreatingEmptiesWhatAnAttemptLeftAndKeepsTheMark() throws SQLException {
        databases.create(building);
        fill();
        databases.recreateUnlessBegun(building);
        assertThat(tables()).isEmpty();
        assertThat(state()).isEqualTo(KeptPair.State.BUILDING);
        databases.drop(building);
    }

    @Test
    void recreatingSeesLargeObjectsSchemasAndFunctionsToo() throws SQLException {
        databases.create(building);
        for (String left : List.of(
                "SELECT pg_catalog.lo_create(77)",
                "CREATE SCHEMA s",
                "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql RETURN 1",
                "CREATE TYPE public.mood AS ENUM ('ok')")) {
            long before = oid();
            as(left);
            databases.recreateUnlessBegun(building);
            assertThat(oid()).as(left).isNotEqualTo(before);
        }
        databases.drop(building);
    }

    @Test
    void recreatingLeavesAnEmptyDatabaseAsItIs() {
        databases.create(building);
        long before = oid();
        databases.recreateUnlessBegun(building);
        assertThat(oid()).isEqualTo(before);
        databases.drop(building);
    }

    @Test
    void aDatabaseWithoutItsMarkIsOursIfItsBuilderOwnsIt() {
        databases.create(building);
        RealPostgres.SERVER.execute("COMMENT ON DATABASE \"" + name + "\" IS NULL");
        databases.create(building);
        assertThat(state()).isEqualTo(KeptPair.State.BUILDING);

        RealPostgres.SERVER.execute("COMMENT ON DATABASE \"" + name + "\" IS NULL");
        databases.drop(building);
        assertThat(there(name)).isFalse();
        assertThat(builderRoles()).isEmpty();
    }

    @Test
    void ofAnotherOperationIsNotOurs() throws SQLException {
        databases.create(building);
        fill();
        Building other = new Building(pair, "restore-other", NOW);
        refused(() -> databases.create(other), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.recreateUnlessBegun(other), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.drop(other), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.own(new Owning(other, ROLE, false)), ErrorCode.NOT_OURS, name);
        assertThat(tables()).containsExactly("t");
        databases.drop(building);
    }

    @Test
    void aForeignDatabaseOfThatNameSurvivesEverything() {
        foreign(name, "precious");
        refused(() -> databases.create(building), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.recreateUnlessBegun(building), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.drop(building), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.own(new Owning(building, ROLE, false)), ErrorCode.NOT_OURS, name);
        refused(() -> databases.doom(new Expiry(pair, DUE)), ErrorCode.NOT_OURS, name, "not touched");
        refused(() -> databases.expire(pair), ErrorCode.NOT_OURS, name, "not touched");
        assertThat(find()).isEmpty();
        assertThat(databases.list(pair.server(), pair.instance())).isEmpty();
        assertThat(builderRoles()).isEmpty();
        requireUntouched(name, "precious");
    }

    @Test
    void foreignDatabasesWithSimilarNamesAndCommentsSurviveALifeOfOurs() {
        String longer = name + "x";
        String like = name.replace('-', '_');
        String comment = "{\"product\":\"somebody else's odoo-orchestrator\"}";
        foreign(longer, comment);
        foreign(like, "odoo-orchestrator");
        databases.create(building);
        databases.recreateUnlessBegun(building);
        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        databases.markCurrent(use());
        databases.retire(retirement());
        databases.doom(new Expiry(pair, DUE));
        databases.expire(pair);
        assertThat(there(name)).isFalse();
        requireUntouched(longer, comment);
        requireUntouched(like, "odoo-orchestrator");
    }

    @Test
    void theBuilderMayEnterNoOtherPair() {
        Building other = RealPostgres.building();
        databases.create(building);
        databases.create(other);
        Access access = databases.builderAccess(pair);
        assertThatThrownBy(() -> DriverManager.getConnection(
                                RealPostgres.SERVER.jdbcUrl(
                                        other.pair().database().value()),
                                access.user(),
                                access.password())
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for database");
        assertThat(access.toString()).doesNotContain(access.password());
        databases.drop(building);
        databases.drop(other);
    }

    @Test
    void theBuilderMayDoNothingOutsideItsDatabase() {
        databases.create(building);
        assertThat(RealPostgres.see(
                        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls"
                                + " FROM pg_roles WHERE rolname = ?",
                        builder()))
                .containsExactly("f");
        assertThat(RealPostgres.see("SELECT roleid::regrole FROM pg_auth_members WHERE member = ?::regrole", builder()))
                .isEmpty();
        databases.drop(building);
    }

    @Test
    void afterTheHandOverEverythingBelongsToTheRoleAndNobodyMayEnter() throws SQLException {
        databases.create(building);
        as(
                "CREATE TABLE public.\"Products\" (id integer GENERATED BY DEFAULT AS IDENTITY, s serial, name text)",
                "CREATE TABLE public.log (day date) PARTITION BY RANGE (day)",
                "CREATE TABLE public.log_1 PARTITION OF public.log FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "CREATE VIEW public.v AS SELECT 1 AS one",
                "CREATE MATERIALIZED VIEW public.m AS SELECT 1 AS one",
                "CREATE SEQUENCE public.s",
                "CREATE SCHEMA \"Side\"",
                "CREATE TABLE \"Side\".t (id integer PRIMARY KEY)",
                "CREATE TYPE public.mood AS ENUM ('ok')",
                "CREATE DOMAIN public.d AS text",
                "CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql RETURN 1",
                "CREATE AGGREGATE public.total (integer) (SFUNC = int4pl, STYPE = integer)",
                "SELECT pg_catalog.lo_create(77)");
        databases.own(new Owning(building, ROLE, false));

        assertThat(state()).isEqualTo(KeptPair.State.READY);
        assertThat(builderRoles()).isEmpty();
        assertThatThrownBy(() -> RealPostgres.asRole(name).close()).hasMessageContaining("not currently accepting");

        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        assertThat(RealPostgres.seeIn(
                        name,
                        "SELECT relname FROM pg_class WHERE oid >= 16384 AND relowner <> '" + ROLE + "'::regrole"
                                + " UNION ALL SELECT proname FROM pg_proc WHERE oid >= 16384 AND proowner <> '" + ROLE
                                + "'::regrole"
                                + " UNION ALL SELECT typname FROM pg_type WHERE oid >= 16384 AND typowner <> '" + ROLE
                                + "'::regrole"
                                + " UNION ALL SELECT nspname FROM pg_namespace WHERE oid >= 16384 AND nspowner <> '"
                                + ROLE + "'::regrole"
                                + " UNION ALL SELECT 'large object' FROM pg_largeobject_metadata WHERE lomowner <> '"
                                + ROLE + "'::regrole"
                                + " UNION ALL SELECT datname FROM pg_database WHERE datname = current_database()"
                                + " AND datdba <> '" + ROLE + "'::regrole"))
                .isEmpty();
        assertThat(RealPostgres.seeIn(
                        name,
                        "SELECT has_schema_privilege('" + ROLE + "', 'public', 'CREATE')"
                                + " AND has_schema_privilege('" + ROLE + "', 'Side', 'CREATE')"
                                + " AND NOT EXISTS (SELECT 1 FROM pg_shdepend WHERE refclassid = 'pg_authid'::regclass"
                                + " AND refobjid NOT IN (SELECT oid FROM pg_authid))"))
                .as("the new owner may create, and nothing refers to a role that is gone")
                .containsExactly("t");
        try (Connection odoo = RealPostgres.asRole(name)) {
            Sql.execute(odoo, "INSERT INTO public.\"Products\" (name) VALUES ('x')");
            Sql.execute(odoo, "DROP TABLE public.log");
        }
        databases.drop(building);
    }

    @Test
    void aServersLimitsForSessionsAreNotForOurs() throws SQLException {
        databases.create(building);
        List<String> limits = RealPostgres.see("SELECT name FROM pg_catalog.pg_settings WHERE name IN"
                + " ('statement_timeout', 'transaction_timeout', 'lock_timeout', 'idle_session_timeout',"
                + " 'idle_in_transaction_session_timeout')");
        for (String limit : limits) {
            RealPostgres.SERVER.execute(
                    "ALTER ROLE " + Sql.identifier(builderRoles().get(0)) + " SET " + limit + " = '1min'");
        }
        try (Connection builder = databases.connectAsBuilder(pair)) {
            for (String limit : limits) {
                assertThat(Sql.column(builder, "SHOW " + limit)).as(limit).containsExactly("0");
            }
            assertThat(Sql.column(builder, "SHOW tcp_keepalives_idle")).containsExactly("30");
        }
        databases.drop(building);
    }

    @Test
    void whoWaitsForAServerAsksWhetherItIsThere() throws IOException, SQLException {
        try (Socket socket = new WatchfulSocketFactory().createSocket()) {
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE)).isEqualTo(30);
        }
        databases.create(building);
        try (Connection builder = databases.connectAsBuilder(pair)) {
            int port = Integer.parseInt(
                    Sql.column(builder, "SELECT pg_catalog.inet_client_port()").get(0));
            int server = Integer.parseInt(
                    Sql.column(builder, "SELECT pg_catalog.inet_server_port()").get(0));
            assertThat(timers(port, server))
                    .as("the driver did not turn it off")
                    .containsExactly(KEEPALIVE);
        }
        databases.drop(building);
    }

    /** As Linux has it in its table of connections, in the field {@code tr}. */
    private static final String KEEPALIVE = "02";

    private static final String ESTABLISHED = "01";

    /** What the kernel's timer of the socket between these ports is for; a local port may be in use towards several others. */
    private static List<String> timers(int port, int server) throws IOException {
        String local = String.format(":%04X", port);
        String remote = String.format(":%04X", server);
        List<String> timers = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[1].endsWith(local) && fields[2].endsWith(remote) && fields[3].equals(ESTABLISHED)) {
                    timers.add(fields[5].substring(0, 2));
                }
            }
        }
        return timers;
    }

    @Test
    void anAttemptToHandOverWaitsForTheOneThatIsAtIt() throws Exception {
        databases.create(building);
        CompletableFuture<Void> second;
        try (Connection first = RealPostgres.superuser("postgres")) {
            Sql.column(
                    first,
                    "SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended(?, 0))::text",
                    Mark.PRODUCT + name);
            second = CompletableFuture.runAsync(() -> databases.own(new Owning(building, ROLE, false)));
            while (RealPostgres.see("SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    .isEmpty()) {
                assertThat(second).as("the hand-over").isNotDone();
            }
            assertThat(state()).isEqualTo(KeptPair.State.BUILDING);
        }
        second.get(30, TimeUnit.SECONDS);
        assertThat(state()).isEqualTo(KeptPair.State.READY);
        databases.drop(building);
    }

    @Test
    void theHandOverGoesOnAfterACrashInTheMiddle() throws SQLException {
        databases.create(building);
        as("CREATE TABLE public.a (id integer)", "CREATE TABLE public.b (id integer)");
        RealPostgres.seeIn(name, "SELECT 1");
        try (Connection superuser = RealPostgres.SERVER.superuser(name)) {
            Sql.execute(superuser, "ALTER TABLE public.a OWNER TO " + ROLE);
        }
        databases.shut(pair);
        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        assertThat(RealPostgres.seeIn(name, "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly(ROLE);
        databases.drop(building);
    }

    @Test
    void aMissingGrantIsNamedWithTheStatementThatHelps() {
        RealPostgres.SERVER.execute("CREATE ROLE stranger");
        databases.create(building);
        String grant = "GRANT \"stranger\" TO \"orchestrator\";";
        refused(() -> databases.own(new Owning(building, "stranger", false)), ErrorCode.ACCESS_DENIED, grant);
        refused(() -> databases.check(check(pair, "stranger")), ErrorCode.ACCESS_DENIED, grant);
        refused(() -> databases.check(check(pair, "no_such_role")), ErrorCode.NOT_FOUND, "no_such_role");
        databases.check(check(pair, ROLE));
        RealPostgres.SERVER.execute(grant);
        databases.own(new Owning(building, "stranger", false));
        databases.drop(building);
    }

    @Test
    void aServerThatIsTooOldIsRefused() throws SQLException {
        try (Connection connection = RealPostgres.superuser("postgres")) {
            ServerCheckup checkup = new ServerCheckup(connection, "main");
            checkup.requireSupported(15);
            refused(() -> checkup.requireSupported(14), ErrorCode.INVALID_REQUEST, "main runs version 14");
        }
    }

    /** It is derived from the administrator's, which may be changed while a load takes hours. */
    @Test
    void aBuilderWhosePasswordIsOutdatedGetsAnother() throws SQLException {
        databases.create(building);
        RealPostgres.SERVER.execute("ALTER ROLE " + Sql.identifier(builder()) + " PASSWORD 'of the day before'");
        databases.connectAsBuilder(pair).close();
        databases.drop(building);
        assertThatThrownBy(() -> databases.connectAsBuilder(pair)).isInstanceOf(SQLException.class);
    }

    @Test
    void shuttingEndsTheSessionsAndLetsNobodyInUntilItIsOpened() throws SQLException {
        databases.create(building);
        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        databases.open(pair);
        try (Connection odoo = RealPostgres.asRole(name)) {
            databases.shut(pair);
            assertThat(odoo.isValid(5)).isFalse();
        }
        databases.shut(pair);
        assertThatThrownBy(() -> RealPostgres.asRole(name).close()).hasMessageContaining("not currently accepting");
        databases.open(pair);
        RealPostgres.asRole(name).close();
        databases.drop(building);
    }

    @Test
    void shuttingWhatIsGoneIsDone() {
        databases.shut(pair);
        assertThat(there(name)).isFalse();
    }

    @Test
    void aPairIsCurrentThenRetainedThenCurrentAgain() {
        databases.create(building);
        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        databases.markCurrent(use());
        databases.markCurrent(use());
        assertThat(state()).isEqualTo(KeptPair.State.CURRENT);

        databases.retire(retirement());
        databases.retire(retirement());
        assertThat(find()).hasValueSatisfying(kept -> {
            assertThat(kept.state()).isEqualTo(KeptPair.State.RETAINED);
            assertThat(kept.deleteAt()).contains(DUE);
        });
        assertThatThrownBy(() -> RealPostgres.asRole(name).close()).hasMessageContaining("not currently accepting");

        databases.open(pair);
        databases.markCurrent(use());
        assertThat(find()).hasValueSatisfying(kept -> {
            assertThat(kept.state()).isEqualTo(KeptPair.State.CURRENT);
            assertThat(kept.deleteAt()).isEmpty();
            assertThat(kept.operation()).isEqualTo(building.operation());
        });
    }

    @Test
    void aDatabaseInUseIsNotDroppedByWhoBuiltIt() {
        databases.create(building);
        databases.own(new Owning(building, ROLE, false));
        databases.markCurrent(use());
        refused(() -> databases.drop(building), ErrorCode.NOT_OURS, name);
        refused(() -> databases.create(building), ErrorCode.NOT_OURS, name);
        databases.retire(retirement());
        refused(() -> databases.drop(building), ErrorCode.NOT_OURS, name);
        assertThat(there(name)).isTrue();
    }

    @Test
    void onlyARetainedPairWhoseTimeHasComeIsDoomed() {
        databases.create(building);
        databases.own(new Owning(building, ROLE, true));
        refused(() -> databases.doom(new Expiry(pair, DUE)), ErrorCode.NOT_OURS, name);
        databases.markCurrent(use());
        refused(() -> databases.doom(new Expiry(pair, DUE.plusSeconds(9))), ErrorCode.NOT_OURS, name);
        databases.retire(retirement());
        refused(() -> databases.doom(new Expiry(pair, DUE.minusMillis(1))), ErrorCode.NOT_OURS, name);
        refused(() -> databases.doom(new Expiry(ofAnother(), DUE)), ErrorCode.NOT_OURS, name);
        refused(() -> databases.expire(pair), ErrorCode.NOT_OURS, name);
        assertThat(find().orElseThrow().neutralized()).isTrue();

        databases.doom(new Expiry(pair, DUE));
        databases.doom(new Expiry(pair, DUE));
        assertThat(state()).isEqualTo(KeptPair.State.DOOMED);
        databases.expire(pair);
        assertThat(there(name)).isFalse();
        databases.expire(pair);
    }

    @Test
    void whatIsDoomedIsNeitherKeptNorUsedNorBuiltAgain() {
        databases.create(building);
        databases.doom(new Expiry(pair, NOW));
        refused(() -> databases.create(building), ErrorCode.NOT_OURS, name);
        refused(() -> databases.drop(building), ErrorCode.NOT_OURS, name);
        refused(() -> databases.recreateUnlessBegun(building), ErrorCode.NOT_OURS, name);
        databases.retire(retirement());
        assertThat(state()).isEqualTo(KeptPair.State.DOOMED);
        databases.expire(pair);
        assertThat(builderRoles()).isEmpty();
    }

    @Test
    void aBuildingThatDiedBeforeItsDatabaseBoreAMarkIsFoundAndCleanedUp() {
        databases.create(building);
        RealPostgres.SERVER.execute("COMMENT ON DATABASE \"" + name + "\" IS NULL");
        assertThat(state()).isEqualTo(KeptPair.State.BUILDING);
        RealPostgres.SERVER.execute("DROP DATABASE \"" + name + "\"");
        assertThat(find().orElseThrow().pair()).isEqualTo(pair);
        databases.doom(new Expiry(pair, NOW));
        databases.expire(pair);
        assertThat(find()).isEmpty();
        assertThat(builderRoles()).isEmpty();

        databases.create(building);
        RealPostgres.SERVER.execute("COMMENT ON DATABASE \"" + name + "\" IS NULL");
        databases.doom(new Expiry(pair, NOW));
        databases.expire(pair);
        assertThat(there(name)).isFalse();
    }

    @Test
    void recreatingGoesOnWhereAKilledAttemptStopped() throws SQLException {
        databases.create(building);
        fill();
        RealPostgres.SERVER.execute("DROP DATABASE \"" + name + "\"");
        databases.recreateUnlessBegun(building);
        assertThat(tables()).as("killed between drop and creation").isEmpty();

        RealPostgres.SERVER.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = '" + name + "'");
        databases.recreateUnlessBegun(building);
        assertThat(tables()).as("killed within the drop").isEmpty();
        assertThat(state()).isEqualTo(KeptPair.State.BUILDING);
        databases.drop(building);
    }

    @Test
    void whatBelongsToAnotherInstanceIsNotTouched() {
        databases.create(building);
        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        String owner = pair.instance().toString();
        refused(() -> databases.shut(ofAnother()), ErrorCode.NOT_OURS, name, owner, "shop/another");
        refused(() -> databases.open(ofAnother()), ErrorCode.NOT_OURS, name, owner);
        refused(() -> databases.markCurrent(new Use(ofAnother(), NOW)), ErrorCode.NOT_OURS, name, owner);
        refused(() -> databases.retire(retirement(ofAnother())), ErrorCode.NOT_OURS, name, owner);
        refused(() -> databases.check(check(ofAnother(), ROLE)), ErrorCode.NOT_OURS, name, owner);
        databases.check(check(pair, ROLE));
        assertThat(state()).isEqualTo(KeptPair.State.READY);
        databases.drop(building);
    }

    @Test
    void aSessionThatMayNotBeEndedIsNamedBeforeAnythingHappens() throws SQLException {
        databases.create(building);
        databases.own(new Owning(building, ROLE, false));
        databases.open(pair);
        databases.check(check(pair, ROLE));
        RealPostgres.SERVER.execute("GRANT CONNECT ON DATABASE \"" + name + "\" TO " + RealPostgres.WATCHER);
        try (Connection watcher = RealPostgres.asWatcher(name)) {
            String grant = "GRANT \"pg_signal_backend\" TO \"orchestrator\";";
            refused(() -> databases.check(check(pair, ROLE)), ErrorCode.UNAVAILABLE, RealPostgres.WATCHER, grant);
            refused(() -> databases.shut(pair), ErrorCode.UNAVAILABLE, RealPostgres.WATCHER);
            assertThat(watcher.isValid(5)).isTrue();
            RealPostgres.SERVER.execute(grant);
            databases.check(check(pair, ROLE));
            databases.shut(pair);
            assertThat(watcher.isValid(5)).isFalse();
        } finally {
            RealPostgres.SERVER.execute("REVOKE pg_signal_backend FROM orchestrator");
        }
        databases.drop(building);
    }

    @Test
    void aPasswordDoesNotReachTheServersLog() throws IOException {
        RealPostgres.SERVER.execute("ALTER ROLE orchestrator SET log_statement = 'all'");
        try {
            databases.create(building);
        } finally {
            RealPostgres.SERVER.execute("ALTER ROLE orchestrator RESET log_statement");
        }
        assertThat(RealPostgres.log())
                .contains("CREATE ROLE \"" + builder())
                .doesNotContain(databases.builderAccess(pair).password());
        databases.drop(building);
    }

    @Test
    void anAdoptedDatabaseKeepsWhatWasWrittenOnIt() {
        RealPostgres.SERVER.execute("CREATE DATABASE \"" + name + "\" OWNER " + ROLE);
        RealPostgres.SERVER.execute("COMMENT ON DATABASE \"" + name + "\" IS 'the live one; it''s \\ old'");
        databases.retire(retirement());
        assertThat(databases.list(pair.server(), pair.instance()))
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.state()).isEqualTo(KeptPair.State.RETAINED);
                    assertThat(kept.operation()).isEqualTo("adopted");
                    assertThat(kept.deleteAt()).contains(DUE);
                });
        assertThat(Mark.parse(comment(name)).orElseThrow().formerComment()).contains("the live one; it's \\ old");
        refused(() -> databases.drop(building), ErrorCode.NOT_OURS, name);
    }

    @Test
    void markingWhatIsGoneIsSaid() {
        refused(() -> databases.markCurrent(use()), ErrorCode.NOT_FOUND, name);
    }

    @Test
    void listsThePairsOfAnInstanceTheNewestFirst() {
        InstanceRef instance = pair.instance();
        Building oldest = RealPostgres.building(instance, Instant.parse("2025-01-01T00:00:00Z"));
        Building newest = RealPostgres.building(instance, Instant.parse("2027-01-01T00:00:00Z"));
        Building others = RealPostgres.building();
        List<Building> all = List.of(building, newest, others, oldest);
        all.forEach(databases::create);
        databases.own(new Owning(oldest, ROLE, false));
        assertThat(databases.list(pair.server(), instance))
                .extracting(KeptPair::pair)
                .containsExactly(newest.pair(), pair, oldest.pair());
        assertThat(databases.list(pair.server(), InstanceRef.of("shop/nobody"))).isEmpty();
        all.forEach(databases::drop);
    }

    @Test
    void anUnknownServerIsNamed() {
        StoragePair elsewhere = new StoragePair(pair.instance(), "elsewhere", new DatabaseName("db"), pair.filestore());
        refused(() -> databases.shut(elsewhere), ErrorCode.NOT_FOUND, "\"elsewhere\"");
    }

    @Test
    void knowsTheServersVersion() {
        assertThat(databases.majorVersion(pair.server())).isEqualTo(18);
    }

    private void refused(ThrowingCallable deed, ErrorCode code, String... says) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        OrchestratorException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContainingAll(says);
    }

    /** Somebody else's, with a table in it; the administrator may look into it. */
    private static void foreign(String database, String comment) {
        RealPostgres.SERVER.execute("CREATE DATABASE \"" + database + "\"");
        RealPostgres.SERVER.execute("COMMENT ON DATABASE \"" + database + "\" IS " + Sql.literal(comment));
        try (Connection superuser = RealPostgres.SERVER.superuser(database)) {
            Sql.execute(superuser, "CREATE TABLE public.theirs AS SELECT 1 AS id");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void requireUntouched(String database, String comment) {
        assertThat(comment(database)).isEqualTo(comment);
        assertThat(RealPostgres.seeIn(database, "SELECT id FROM public.theirs")).containsExactly("1");
        assertThat(RealPostgres.see(
                        "SELECT pg_get_userbyid(datdba) || datallowconn FROM pg_database WHERE datname = ?", database))
                .containsExactly("postgrestrue");
    }

    private static String comment(String database) {
        return RealPostgres.see(
                        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = ?", database)
                .get(0);
    }

    private Use use() {
        return new Use(pair, NOW);
    }

    private Retirement retirement() {
        return retirement(pair);
    }

    private static Retirement retirement(StoragePair of) {
        return new Retirement(of, InstanceType.PRODUCTION, NOW, Optional.of(NOW), DUE);
    }

    private StoragePair ofAnother() {
        return new StoragePair(InstanceRef.of("shop/another"), pair.server(), pair.database(), pair.filestore());
    }

    private static ServerCheck check(StoragePair current, String role) {
        return new ServerCheck(current.instance(), current.server(), role, Optional.of(current));
    }

    private Optional<KeptPair> find() {
        return databases.list(pair.server(), pair.instance()).stream()
                .filter(kept -> kept.pair().equals(pair))
                .findFirst();
    }

    private KeptPair.State state() {
        return find().orElseThrow().state();
    }

    private void fill() throws SQLException {
        as("CREATE TABLE public.t (id integer)");
    }

    private void as(String... statements) throws SQLException {
        try (Connection connection = databases.connectAsBuilder(pair)) {
            for (String statement : statements) {
                Sql.execute(connection, statement);
            }
        }
    }

    private List<String> tables() throws SQLException {
        try (Connection connection = databases.connectAsBuilder(pair)) {
            return Sql.column(connection, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
        }
    }

    private String builder() {
        return databases.builderAccess(pair).user();
    }

    private List<String> builderRoles() {
        return RealPostgres.see("SELECT rolname FROM pg_roles WHERE rolname = ?", builder());
    }

    private long oid() {
        return Long.parseLong(RealPostgres.see("SELECT oid FROM pg_database WHERE datname = ?", name)
                .get(0));
    }

    private static boolean there(String database) {
        return !RealPostgres.see("SELECT 1 FROM pg_database WHERE datname = ?", database)
                .isEmpty();
    }
}
