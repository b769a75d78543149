package io.bemade.odoo.activities.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.dump.Element.Statement;
import io.bemade.odoo.activities.dump.StatementRules.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT 1) TO PROGRAM 'id'",
                "copy t from program 'id'",
                "COPY t FROM '/etc/passwd'",
                "ALTER SYSTEM SET fsync = off",
                "CREATE ROLE x SUPERUSER",
                "ALTER USER odoo PASSWORD 'x'",
                "DROP DATABASE erp",
                "SET ROLE postgres",
                "SET SESSION AUTHORIZATION postgres",
                "RESET ROLE",
                "LOAD 'evil'",
                "/* hello */ ALTER SYSTEM SET fsync = off",
                "SET client_encoding = 'LATIN1'",
            })
    void refuses(String statement) {
        assertThat(verdict(statement)).isInstanceOf(Verdict.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE public.a OWNER TO odoo",
                "ALTER FUNCTION public.f(integer) OWNER TO \"my role\"",
                "GRANT ALL ON SCHEMA public TO PUBLIC",
                "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES FOR ROLE x GRANT SELECT ON TABLES TO y",
                "SET client_encoding = 'UTF8'",
            })
    void leavesOutWhatTheRestoreDecides(String statement) {
        assertThat(verdict(statement)).isInstanceOf(Verdict.Skip.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET transaction_timeout = 0", "COMMENT ON EXTENSION pg_trgm IS 'x'", "CREATE SCHEMA public"})
    void tolerates(String statement) {
        assertThat(verdict(statement)).isInstanceOf(Verdict.Tolerate.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE \"alter system\" (id integer)",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER SYSTEM SET fsync = off; END $$",
                "COMMENT ON TABLE a IS 'the OWNER TO be'",
                "ALTER TABLE ONLY public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id)",
                "CREATE INDEX i ON public.a USING btree (id)",
                "CREATE USER MAPPING FOR x SERVER y",
            })
    void runsTheRest(String statement) {
        assertThat(verdict(statement)).isInstanceOf(Verdict.Batch.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_catalog.setval('public.a_id_seq', 7, true)",
                "REFRESH MATERIALIZED VIEW public.m",
                "DO $$BEGIN END$$",
            })
    void runsAloneWhatAnswersOrMatters(String statement) {
        assertThat(verdict(statement)).isInstanceOf(Verdict.Alone.class);
    }

    private static Verdict verdict(String statement) {
        return StatementRules.verdict(new Statement(statement, 1));
    }
}
