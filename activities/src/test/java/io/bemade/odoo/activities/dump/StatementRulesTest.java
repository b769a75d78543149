package io.bemade.odoo.activities.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.activities.dump.Element.Statement;
import io.bemade.odoo.activities.dump.StatementRules.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementRulesTest {
    @Test
    void anExcerptQuotesNoRow() {
        assertThat(StatementRules.excerpt("INSERT INTO public.t\n (a, b) VALUES\n (1, 'hunter2')"))
                .isEqualTo("INSERT INTO public.t (a, b) VALUES ...");
        assertThat(StatementRules.excerpt("INSERT INTO public.t SELECT 'hunter2'"))
                .isEqualTo("INSERT INTO public.t SELECT ...");
        assertThat(StatementRules.excerpt("CREATE TABLE  t (a text DEFAULT 'x')"))
                .isEqualTo("CREATE TABLE t (a text DEFAULT '...')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE SUBSCRIPTION crm CONNECTION 'host=crm user=repl password=hunter2' PUBLICATION p",
                "CREATE ROLE \"it's\" LOGIN PASSWORD 'hunter2'",
                "CREATE USER MAPPING FOR me SERVER s OPTIONS (user 'it''s me', password 'hunter2')",
                "UPDATE public.res_users SET login = E'it\\'s', password = 'hunter2'",
                "SELECT pg_catalog.lowrite(0, '\\xhunter2')",
                "SELECT 'a backslash\\', 'hunter2'",
                "DO $$ BEGIN 'hunter2' END $$",
                "SELECT $it's$hunter2$it's$, /* it's */ 'hunter2' -- it's",
                "SELECT 'hunter2"
            })
    void excerptsHaveNoValues(String statement) {
        assertThat(StatementRules.excerpt(statement)).doesNotContain("hunter2").contains("'...'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    COPY t TO PROGRAM 'sh'                       | runs a program
                    copy t from program 'sh'                     | runs a program
                    COPY (SELECT 1) TO PROGRAM 'sh'              | runs a program
                    COPY t /* harmless */ FROM /**/ PROGRAM 'sh' | runs a program
                    COPY t FROM '/etc/passwd'                    | file of the server
                    COPY t TO '/tmp/x'                           | file of the server
                    COPY t TO STDOUT                             | no place in a dump
                    ALTER SYSTEM SET fsync = off                 | server's configuration
                    alter /* x */ system reset all               | server's configuration
                    CREATE ROLE evil SUPERUSER                   | changes roles
                    CREATE USER evil                             | changes roles
                    ALTER ROLE odoo SUPERUSER                    | changes roles
                    ALTER USER odoo SET search_path = x          | changes roles
                    DROP ROLE odoo                               | changes roles
                    DROP GROUP odoo                              | changes roles
                    CREATE DATABASE other                        | beyond its database
                    ALTER DATABASE other OWNER TO me             | beyond its database
                    DROP DATABASE other                          | beyond its database
                    CREATE TABLESPACE t LOCATION '/'             | beyond its database
                    CREATE SUBSCRIPTION s CONNECTION 'x'         | beyond its database
                    SET ROLE odoo                                | changes the role
                    SET LOCAL ROLE odoo                          | changes the role
                    SET SESSION ROLE odoo                        | changes the role
                    RESET ROLE                                   | changes the role
                    SET SESSION AUTHORIZATION odoo               | changes the role
                    SET SESSION AUTHORIZATION DEFAULT            | changes the role
                    SET LOCAL SESSION AUTHORIZATION odoo         | changes the role
                    RESET SESSION AUTHORIZATION                  | changes the role
                    LOAD 'evil.so'                               | no place in a dump
                    LISTEN x                                     | no place in a dump
                    NOTIFY x                                     | no place in a dump
                    SET client_encoding = 'LATIN1'               | not UTF-8
                    """)
    void refuses(String statement, String why) {
        assertThat(verdict(statement))
                .isInstanceOfSatisfying(
                        Verdict.Refuse.class,
                        refused -> assertThat(refused.why()).contains(why));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'ALTER SYSTEM x'; END $$",
                "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$\nALTER SYSTEM;\nCREATE ROLE x SUPERUSER;\n$$",
                "CREATE TABLE \"alter system\" (id integer)",
                "CREATE TABLE \"copy\" (\"to program\" text)",
                "ALTER TABLE \"system\" ADD x text",
                "CREATE TABLE public.role (id integer)",
                "CREATE USER MAPPING FOR odoo SERVER s",
                "COMMENT ON TABLE t IS 'SET ROLE postgres'",
                "INSERT INTO t VALUES ('COPY t TO PROGRAM')",
                "CREATE VIEW v AS SELECT 1",
                "CREATE RULE r AS ON INSERT TO t DO NOTHING",
                "ALTER TABLE ONLY t ADD CONSTRAINT c CHECK (owner = 'OWNER TO x')",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "CREATE SCHEMA public_site",
                "CREATE EXTENSION pg_trgm",
                "COMMENT ON SCHEMA other IS 'x'",
                "ENDLESS",
                "DOMAIN",
            })
    void runsTheRestTogetherWithOthers(String statement) {
        assertThat(verdict(statement)).isEqualTo(new Verdict.Batch());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_catalog.setval('s', 1, true)",
                "select 1",
                "WITH a AS (SELECT 1) SELECT * FROM a",
                "VALUES (1)",
                "CALL p()",
                "DO $$ BEGIN END $$",
                "REFRESH MATERIALIZED VIEW v",
            })
    void runsAloneWhatReturnsRows(String statement) {
        assertThat(verdict(statement)).isEqualTo(new Verdict.Alone());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ALTER TABLE public.t OWNER TO odoo                      | ownership
                    ALTER TABLE public.t OWNER TO "my role"                 | ownership
                    ALTER TABLE public.t OWNER TO "my ""own"" role"         | ownership
                    ALTER FUNCTION public.f(a integer) OWNER TO odoo        | ownership
                    ALTER LARGE OBJECT 16400 OWNER TO odoo                  | ownership
                    ALTER SCHEMA public OWNER TO pg_database_owner          | ownership
                    GRANT ALL ON TABLE t TO PUBLIC                          | privileges
                    REVOKE USAGE ON SCHEMA public FROM PUBLIC               | privileges
                    ALTER DEFAULT PRIVILEGES FOR ROLE o GRANT SELECT ON TABLES TO x | privileges
                    SET client_encoding = 'UTF8'                            | encoding
                    SET client_encoding = 'utf-8'                           | encoding
                    SET default_tablespace = fast                           | tablespaces
                    """)
    void leavesOutWhatIsOursToDecide(String statement, String what) {
        assertThat(verdict(statement)).isEqualTo(new Verdict.Skip(what));
    }

    @Test
    void leavesOutTheOwnerOfAFunctionWithManyArguments() {
        String arguments = "an_argument_with_a_long_name integer, ".repeat(50) + "last text";
        assertThat(verdict("ALTER FUNCTION public.f(" + arguments + ") OWNER TO odoo"))
                .isEqualTo(new Verdict.Skip("ownership"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    SET transaction_timeout = 0                        | 42704
                    SET default_table_access_method = heap             | 42704
                    COMMENT ON EXTENSION pg_trgm IS 'x'                | 42501
                    COMMENT ON SCHEMA public IS 'x'                    | 42501
                    CREATE SCHEMA public                               | 42P06
                    CREATE OR REPLACE PROCEDURAL LANGUAGE plpgsql      | 42710
                    """)
    void toleratesWhatAnotherServerDoesNotKnowOrHasAlready(String statement, String sqlState) {
        assertThat(verdict(statement))
                .isInstanceOfSatisfying(
                        Verdict.Tolerate.class,
                        tolerated -> assertThat(tolerated.sqlStates()).contains(sqlState));
    }

    @ParameterizedTest
    @CsvSource({"BEGIN, true", "START TRANSACTION, true", "COMMIT, false", "END, false"})
    void followsTheScriptsOwnTransactions(String statement, boolean begins) {
        assertThat(verdict(statement)).isEqualTo(new Verdict.Transaction(begins));
    }

    @Test
    void seesThroughComments() {
        assertThat(verdict("/* a */ ALTER -- b\n SYSTEM RESET ALL")).isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void shortensAStatementToOneLineForMessages() {
        assertThat(StatementRules.excerpt("SELECT\n\t 1  ")).isEqualTo("SELECT 1");
        assertThat(StatementRules.excerpt("x".repeat(200))).hasSize(120).endsWith("...");
    }

    private static Verdict verdict(String statement) {
        return StatementRules.verdict(new Statement(statement, 1));
    }
}
