package io.bemade.odoo.activities.postgres;

import static io.bemade.odoo.activities.postgres.RealPostgres.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyPlan;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyQuestion;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a database is to be copied. The copies themselves, which want the real pg_dump, are tried where there is one: see
 * OnlineCopyE2E in deploy/e2e.
 */
class CopyPlanningTest {
    private static final String NEWEST = "echo 'pg_dump (PostgreSQL) 99.1 (Debian 99.1-1)'";

    @TempDir
    private Path folder;

    private final PostgresDatabases databases = RealPostgres.databases();
    private final Building production = RealPostgres.building();
    private final String source = production.pair().database().value();

    @BeforeEach
    void serve() {
        databases.create(production);
        databases.own(new Owning(production, ROLE, false));
        databases.open(production.pair());
    }

    @AfterEach
    void drop() {
        databases.drop(production);
    }

    @Test
    void whatNobodyWorksInIsCopiedByTheServer() throws IOException {
        assertThat(plan(NEWEST, CopyStrategy.AUTO, false).way()).isEqualTo(CopyWay.TEMPLATE);
        assertThat(plan(NEWEST, CopyStrategy.ONLINE, false).way()).isEqualTo(CopyWay.ONLINE);
    }

    @Test
    void whoWorksInItIsNotDisturbedUnlessTheyMayBe() throws Exception {
        try (Connection odoo = RealPostgres.asRole(source)) {
            CopyPlan plan = plan(NEWEST, CopyStrategy.AUTO, false);
            assertThat(plan.way()).isEqualTo(CopyWay.ONLINE);
            assertThat(plan.note()).isEmpty();
            assertThat(plan(NEWEST, CopyStrategy.AUTO, true).way()).isEqualTo(CopyWay.TEMPLATE);
            assertThat(plan(NEWEST, CopyStrategy.TEMPLATE, false).way()).isEqualTo(CopyWay.TEMPLATE);
            assertThat(plan(NEWEST, CopyStrategy.ONLINE, true).way()).isEqualTo(CopyWay.ONLINE);
            assertThat(odoo.isValid(5)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 1 | cannot be run on the worker: install PostgreSQL's client programs of version",
                "echo 'pg_dump (PostgreSQL) 9.6.24' | is of PostgreSQL 9 and the server runs"
            })
    void withoutAFittingProgramItPausesAndThePlanSaysWhy(String script, String words) throws Exception {
        try (Connection odoo = RealPostgres.asRole(source)) {
            CopyPlan plan = plan(script, CopyStrategy.AUTO, false);
            assertThat(plan.way()).isEqualTo(CopyWay.TEMPLATE);
            assertThat(plan.note()).get().asString().contains(words, "It was paused for its copy instead.");
            assertThatThrownBy(() -> plan(script, CopyStrategy.ONLINE, false))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_FAILED))
                    .hasMessageContaining(words);
            assertThat(odoo.isValid(5)).isTrue();
        }
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        try (Connection odoo = RealPostgres.asRole(source)) {
            assertThat(databases.planCopy(question(CopyStrategy.AUTO, false)).note())
                    .get()
                    .asString()
                    .contains("\"" + RealPostgres.PG_DUMP + "\" cannot be run");
            assertThat(odoo.isValid(5)).isTrue();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE PUBLICATION every FOR ALL TABLES | publication every of all tables may be made by superusers only",
                "CREATE FUNCTION public.f(internal) RETURNS internal LANGUAGE internal AS 'bttextcmp'"
                        + " | function public.f(internal) may be made by superusers only",
                "CREATE TABLE public.secret () | table public.secret may not be read in full by role " + ROLE,
                "CREATE FUNCTION public.e() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                        + " CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION public.e()"
                        + " | event trigger e may be made by superusers only"
            })
    void whatOnlyASuperuserCouldMakeAgainIsCopiedByTheServer(String made, String words) throws Exception {
        try (Connection superuser = RealPostgres.superuser(source);
                Connection odoo = RealPostgres.asRole(source)) {
            Sql.execute(superuser, made);
            CopyPlan plan = plan(NEWEST, CopyStrategy.AUTO, false);
            assertThat(plan.way()).isEqualTo(CopyWay.TEMPLATE);
            assertThat(plan.note()).get().asString().contains(words);
            assertThat(odoo.isValid(5)).isTrue();
        }
    }

    @Test
    void whatOdooItselfMakesIsNoObstacle() throws Exception {
        try (Connection odoo = RealPostgres.asRole(source)) {
            for (String statement : new String[] {
                "CREATE EXTENSION pg_trgm",
                "CREATE EXTENSION unaccent",
                "CREATE TABLE public.\"Products\" (id serial PRIMARY KEY, name text)",
                "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "SELECT pg_catalog.lo_create(78)"
            }) {
                Sql.execute(odoo, statement);
            }
            assertThat(plan(NEWEST, CopyStrategy.AUTO, false)).isEqualTo(plan(NEWEST, CopyStrategy.ONLINE, false));
        }
    }

    private CopyPlan plan(String script, CopyStrategy strategy, boolean allowFreeze) throws IOException {
        Path program = folder.resolve("pg_dump");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return RealPostgres.databases(program.toString()).planCopy(question(strategy, allowFreeze));
    }

    private CopyQuestion question(CopyStrategy strategy, boolean allowFreeze) {
        return new CopyQuestion(production.pair(), ROLE, production.pair().server(), strategy, allowFreeze);
    }
}
