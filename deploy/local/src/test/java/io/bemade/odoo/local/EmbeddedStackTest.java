package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.embedded.PostgresServer;
import io.bemade.odoo.embedded.ServerException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStackTest {
    @TempDir
    static Path directory;

    @TempDir
    static Path programs;

    private static EmbeddedStack stack;

    private String configuration = "";

    @BeforeAll
    static void start() {
        stack = EmbeddedStack.startInMemory(directory, programs);
    }

    @AfterAll
    static void stop() {
        stack.close();
        stack.close();
    }

    @BeforeEach
    void rememberConfiguration() throws IOException {
        configuration = Files.readString(stack.odooConf());
    }

    @AfterEach
    void stopOdoo() throws Exception {
        assertThat(run("stop.sh").status()).isZero();
        Files.writeString(stack.odooConf(), configuration);
    }

    @Test
    void keepsSecretsInFilesOfTheirOwner() throws IOException {
        Path password = stack.secrets().resolve("postgres-main/password");
        assertThat(password).hasContent(PostgresServer.ADMIN_PASSWORD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                .isEqualTo("rw-------");
        assertThat(stack.secrets().resolve("postgres-main/username")).hasContent(PostgresServer.ADMIN);
        assertThat(stack.secrets().resolve("s3-credentials/access-key")).isNotEmptyFile();
        assertThat(stack.secrets().resolve("s3-credentials/secret-key")).isNotEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stack.odooConf())))
                .isEqualTo("rw-------");
    }

    @Test
    void describesItsInstance() {
        assertThat(stack.instancesFile())
                .content()
                .contains(
                        "demo/erp:",
                        "secretRef: postgres-main",
                        "port: " + stack.postgres().port())
                .contains("config: \"" + stack.odooConf() + "\"", "role: odoo_demo");
        assertThat(stack.odooConf()).content().contains("db_user = odoo_demo").doesNotContain("db_name");
    }

    @Test
    void theStandInServesTheConfiguredDatabaseUntilStopped() throws Exception {
        makeDatabase("erp-1");
        point("erp-1");
        assertThat(run("ready.sh").status()).isNotZero();

        assertThat(run("start.sh").status()).isZero();
        awaitReady();
        assertThat(stack.odoo().database()).contains("erp-1");
        assertThat(get(stack.odoo().url())).isEqualTo(200);

        assertThat(run("stop.sh").status()).isZero();
        assertThat(stack.odoo().database()).isEmpty();
        assertThatThrownBy(() -> get(stack.odoo().url())).isInstanceOf(IOException.class);
        assertThat(run("stop.sh").status()).isZero();
    }

    @Test
    void theStandInIsNotReadyOnAnotherDatabaseThanTheConfiguredOne() throws Exception {
        makeDatabase("erp-2");
        makeDatabase("erp-3");
        point("erp-2");
        run("start.sh");
        awaitReady();
        point("erp-3");
        Run ready = run("ready.sh");
        assertThat(ready.status()).isNotZero();
        assertThat(ready.output()).contains("serves \"erp-2\", configured is \"erp-3\"");
    }

    @Test
    void theStandInSaysWhyItIsNotReady() throws Exception {
        point("nowhere");
        run("start.sh");
        Run ready = run("ready.sh");
        for (int i = 0; i < 100 && !ready.output().contains("does not exist"); i++) {
            Thread.sleep(50);
            ready = run("ready.sh");
        }
        assertThat(ready.status()).isNotZero();
        assertThat(ready.output()).contains("database \"nowhere\" does not exist");
        assertThat(stack.odoo().database()).isEqualTo(Optional.empty());
    }

    @Test
    void touchesNoDirectoryThatIsNotItsOwn(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Path precious = Files.writeString(home.resolve("secrets/precious"), "gold");
        assertThatThrownBy(() -> EmbeddedStack.startInMemory(home, programs))
                .isInstanceOf(ServerException.class)
                .hasMessage("the demo could not be started below " + home
                        + ": it is not empty and no earlier demo made it: choose another directory with --dir");
        assertThat(precious).hasContent("gold");
        assertThat(home.resolve(".lock")).doesNotExist();
    }

    @Test
    void saysWhenAnotherOneRunsThere() {
        assertThatThrownBy(() -> EmbeddedStack.startInMemory(directory, programs))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("is using it: end that one first or choose another directory with --dir");
    }

    @Test
    void beginsAnewInTheSameDirectory(@TempDir Path again) throws IOException {
        leaveBehind(again);
        try (EmbeddedStack stack = EmbeddedStack.startInMemory(again, programs)) {
            assertThat(stack.filestores()).isEmptyDirectory();
            assertThat(again.resolve("s3/" + EmbeddedStack.BUCKET)).isEmptyDirectory();
        }
    }

    /** As a killed one does. */
    private static void leaveBehind(Path directory) throws IOException {
        Files.writeString(directory.resolve(".odooctl-demo"), "");
        Files.createDirectories(directory.resolve("filestores/left over"));
        Files.createDirectories(directory.resolve("s3/" + EmbeddedStack.BUCKET + "/left over"));
    }

    @Test
    void leavesNothingButThePrograms(@TempDir Path above) throws IOException {
        Path demo = above.resolve("demo");
        try (EmbeddedStack stack = EmbeddedStack.startInMemory(demo, programs)) {
            Files.writeString(stack.directory().resolve("sample.zip"), "a backup");
        }
        assertThat(above).isEmptyDirectory();
        assertThat(programs).isDirectoryContaining("glob:**/postgresql-*");
    }

    @Test
    void leavesADirectoryThatWasThereAndWhatSomebodyPutThere(@TempDir Path given) throws IOException {
        try (EmbeddedStack stack = EmbeddedStack.startInMemory(given, programs)) {
            Files.writeString(stack.directory().resolve("precious"), "gold");
        }
        assertThat(given).isDirectoryNotContaining("glob:**/{postgres,secrets,.lock,.odooctl-demo}");
        assertThat(given.resolve("precious")).hasContent("gold");
    }

    private static void makeDatabase(String name) throws SQLException {
        stack.postgres().execute("CREATE DATABASE \"" + name + "\"");
        try (Connection database = stack.postgres().superuser(name)) {
            database.createStatement()
                    .execute("CREATE TABLE ir_module_module (name text, state text, latest_version text);"
                            + "INSERT INTO ir_module_module VALUES ('base', 'installed', '19.0.1.3');"
                            + "GRANT SELECT ON ir_module_module TO odoo_demo");
        }
    }

    private static void point(String database) throws IOException {
        String others = String.join(
                "\n",
                Files.readAllLines(stack.odooConf()).stream()
                        .filter(line -> !line.startsWith("db_name"))
                        .toList());
        Files.writeString(
                stack.odooConf(), others + "\ndb_name = " + database + "\n", StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void awaitReady() throws Exception {
        Run ready = run("ready.sh");
        for (int i = 0; i < 100 && ready.status() != 0; i++) {
            Thread.sleep(50);
            ready = run("ready.sh");
        }
        assertThat(ready.status()).as(ready.output()).isZero();
    }

    private record Run(int status, String output) {}

    private static Run run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        List.of("sh", stack.odooConf().resolveSibling(script).toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static int get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
