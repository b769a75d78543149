package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What our loader makes of a dump is what {@code psql -1} makes of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoaderEqualityE2E {
    private static final String ONLY_18 = ".on18";

    private static final Predicate<String> PRIVILEGE =
            Pattern.compile("^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES)\\b").asPredicate();

    /** Those that may be in one database: they share no name. */
    private static final List<String> TOGETHER = List.of(
            "partitions",
            "partitions-of-an-enum",
            "foreign-keys-and-partitions",
            "materialized-views",
            "foreign-keys",
            "constraints-not-proven",
            "unusual-names",
            "extensions-of-odoo",
            "row-security-on-many-tables",
            "large-objects");

    private LoadServer on15;
    private LoadServer on18;

    @BeforeAll
    void start() {
        RealStack real = RealStack.require();
        on15 = new LoadServer(real, 15);
        on18 = new LoadServer(real, 18);
    }

    static Stream<Arguments> shapes() throws IOException, URISyntaxException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder())) {
            files = all.sorted().toList();
        }
        return files.stream().flatMap(file -> {
            String name = file.getFileName().toString().replace(".sql", "");
            Stream<Arguments> on18 = Stream.of(Arguments.of(name.replace(ONLY_18, ""), 18, file));
            return name.endsWith(ONLY_18) ? on18 : Stream.concat(on18, Stream.of(Arguments.of(name, 15, file)));
        });
    }

    static List<Path> together() throws URISyntaxException {
        Path folder = folder();
        return TOGETHER.stream().map(shape -> folder.resolve(shape + ".sql")).toList();
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(LoaderEqualityE2E.class.getResource("shapes"))
                .toURI());
    }

    /** The server's own pg_dump. */
    @ParameterizedTest(name = "{0} on {1}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("shapes")
    void loads(String shape, int version, Path script) throws IOException {
        LoadServer server = version == 18 ? on18 : on15;
        String source = server.create();
        try {
            server.psql(LoadServer.PLAIN, source, "-f", script.toString()).orThrow();
            server.loadsAlike(shape, server.dump(version, source));
        } finally {
            server.drop(source);
        }
    }

    /** Everything at once, over every way from one server to another that may be taken. */
    @ParameterizedTest(name = "from {0} by pg_dump {1} to {2}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({"15, 15, 18", "15, 18, 18", "15, 18, 15"})
    void loadsOn(int from, int pgDump, int to) throws IOException, URISyntaxException {
        LoadServer server = from == 18 ? on18 : on15;
        String source = server.create();
        try {
            for (Path script : together()) {
                server.psql(LoadServer.PLAIN, source, "-f", script.toString()).orThrow();
            }
            (to == 18 ? on18 : on15)
                    .loadsAlike("from " + from + " by " + pgDump + " to " + to, server.dump(pgDump, source));
        } finally {
            server.drop(source);
        }
    }

    /** Privileges are the instance's, not the dump's. */
    @Test
    void leavesPrivilegesOutWhichPsqlSets() throws IOException {
        String source = on18.create();
        String peer = on18.create();
        try (LoadServer.Ours ours = on18.ours()) {
            on18.psql(LoadServer.PLAIN, source, "-c", """
                            CREATE TABLE t (id integer, v text);
                            CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
                            GRANT SELECT (v) ON t TO PUBLIC;
                            REVOKE ALL ON FUNCTION f() FROM PUBLIC;
                            ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
                            """).orThrow();
            Path dump = on18.dump(18, source);
            on18.psqlLoad(peer, dump).orThrow();
            assertThat(ours.load(dump).warnings()).isEmpty();
            assertThat(on18.image(peer, LoadServer.PLAIN).schema())
                    .filteredOn(PRIVILEGE)
                    .hasSize(3);
            assertThat(ours.image().schema()).noneMatch(PRIVILEGE);
        } finally {
            on18.drop(source);
            on18.drop(peer);
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                                + " CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
                        "CREATE EVENT TRIGGER e",
                        "permission denied to create event trigger"),
                Arguments.of(
                        "CREATE PUBLICATION everything FOR ALL TABLES",
                        "CREATE PUBLICATION everything",
                        "must be superuser to create FOR ALL TABLES publication"),
                Arguments.of(
                        "CREATE FUNCTION f(internal) RETURNS internal LANGUAGE internal AS 'bttextcmp'",
                        "CREATE FUNCTION public.f(internal)",
                        "permission denied for language internal"),
                Arguments.of(
                        "CREATE EXTENSION unaccent; ALTER FUNCTION unaccent(text) IMMUTABLE; CREATE TABLE t (v text);"
                                + " CREATE INDEX i ON t (unaccent(v))",
                        "CREATE INDEX i ON public.t",
                        "functions in index expression must be marked IMMUTABLE"),
                Arguments.of(
                        "CREATE EXTENSION file_fdw",
                        "CREATE EXTENSION IF NOT EXISTS file_fdw",
                        "permission denied to create extension"),
                Arguments.of(
                        "CREATE OPERATOR CLASS c FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer)",
                        "CREATE OPERATOR FAMILY public.c",
                        "must be superuser to create an operator family"));
    }

    /** What a superuser made and a plain role may not make: psql fails, and so do we, with the same words. */
    @ParameterizedTest(name = "{1}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("refusals")
    void refusesLikePsql(String made, String statement, String words) throws IOException {
        String source = on18.create();
        String peer = on18.create();
        try (LoadServer.Ours ours = on18.ours()) {
            on18.psql(LoadServer.SUPERUSER, source, "-c", made).orThrow();
            Path dump = on18.dump(18, source, "--no-owner");
            assertThat(on18.psqlLoad(peer, dump).err()).contains(words);
            assertThatThrownBy(() -> ours.load(dump))
                    .isInstanceOfSatisfying(
                            OrchestratorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_BACKUP))
                    .hasMessageContainingAll("of the dump, \"" + statement, words);
        } finally {
            on18.drop(source);
            on18.drop(peer);
        }
    }

    /** Dumps of old servers comment on what every database has; psql fails, and ours leaves it out and says so. */
    @Test
    void toleratesACommentOnAnExtensionOfSomebodyElse() throws IOException {
        String source = on18.create();
        String peer = on18.create();
        try (LoadServer.Ours ours = on18.ours()) {
            on18.psql(LoadServer.PLAIN, source, "-c", "CREATE TABLE t (id integer); INSERT INTO t VALUES (1)")
                    .orThrow();
            Path dump = on18.dump(18, source);
            String script = Files.readString(dump);
            Files.writeString(
                    dump,
                    script.replace(
                            "CREATE TABLE",
                            "COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';\nCREATE TABLE"));
            assertThat(on18.psqlLoad(peer, dump).err()).contains("must be owner of extension plpgsql");
            assertThat(ours.load(dump).warnings())
                    .singleElement()
                    .asString()
                    .contains("a comment on an extension was left out");
            assertThat(ours.image().facts()).anyMatch(fact -> fact.startsWith("rows of t: 1:"));
        } finally {
            on18.drop(source);
            on18.drop(peer);
        }
    }
}
