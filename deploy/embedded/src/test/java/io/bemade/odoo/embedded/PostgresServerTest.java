package io.bemade.odoo.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir
    static Path binaries;

    @TempDir
    static Path busy;

    @TempDir
    Path directory;

    private static PostgresServer running;

    @BeforeAll
    static void run() {
        running = PostgresServer.start(busy, binaries);
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private PostgresServer start() {
        return PostgresServer.start(directory, binaries);
    }

    @Test
    void answersAsVersion18OnLoopbackOnly() throws SQLException {
        assertThat(ask(running, "SHOW server_version")).startsWith("18.");
        assertThat(ask(running, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void itsAdministratorIsNoSuperuserAndMayHandObjectsToAnInstanceRole() throws SQLException {
        running.createInstanceRole("odoo_erp", "secret");
        try (Connection admin = DriverManager.getConnection(
                running.jdbcUrl("postgres"), PostgresServer.ADMIN, PostgresServer.ADMIN_PASSWORD)) {
            admin.createStatement().execute("CREATE DATABASE erp");
            admin.createStatement().execute("ALTER DATABASE erp OWNER TO odoo_erp");
            assertThatThrownBy(() -> admin.createStatement().execute("CREATE ROLE evil SUPERUSER"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void startsEmptyTheSecondTime() throws SQLException {
        try (PostgresServer server = start()) {
            server.execute("CREATE DATABASE first");
        }
        try (PostgresServer server = start()) {
            assertThat(ask(server, "SELECT count(*) FROM pg_database WHERE datname = 'first'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void closesTwiceAndLeavesNoProcess() throws IOException {
        PostgresServer server = start();
        ProcessHandle postmaster = postmaster();
        server.close();
        server.close();
        assertThat(postmaster.isAlive()).isFalse();
    }

    @Test
    void unpacksItsProgramsAgainWhenSomeWereSweptAway() throws IOException {
        Path home = PostgresBinaries.unpackInto(binaries);
        Path swept = home.resolve("share/postgresql/extension/pg_trgm.control");
        Files.delete(swept);
        assertThat(PostgresBinaries.unpackInto(binaries)).isEqualTo(home);
        assertThat(swept).exists();
    }

    @Test
    void twoThatStartAtOnceUnpackOnce(@TempDir Path shared) {
        List<Path> homes =
                IntStream.range(0, 2)
                        .mapToObj(i -> CompletableFuture.supplyAsync(() -> unpackInto(shared)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        assertThat(homes.get(0)).isEqualTo(homes.get(1)).isDirectoryRecursivelyContaining("glob:**/bin/postgres");
    }

    private static Path unpackInto(Path shared) {
        try {
            return PostgresBinaries.unpackInto(shared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhoIsUsingTheDirectory() {
        assertThatThrownBy(() -> PostgresServer.start(busy, binaries))
                .isInstanceOf(ServerException.class)
                .hasMessage("PostgreSQL could not be started below " + busy + ": process "
                        + ProcessHandle.current().pid()
                        + " is using it: end that one first or choose another directory with --dir");
    }

    @Test
    void saysThatAFileIsInItsWay() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> PostgresServer.start(file, binaries))
                .isInstanceOf(ServerException.class)
                .hasMessage("PostgreSQL could not be started below " + file
                        + ": a file is where a directory must be: choose another directory with --dir");
        assertThatThrownBy(() -> PostgresServer.start(file.resolve("below"), binaries))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("a file is where a directory must be");
    }

    @Test
    void saysThatItCannotWrite() {
        Path nowhere = Path.of("/proc/nowhere");
        assertThatThrownBy(() -> PostgresServer.start(nowhere, binaries))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("PostgreSQL could not be started below /proc/nowhere: ")
                .hasMessageEndingWith("choose another directory with --dir");
    }

    @Test
    void saysHowMuchRoomIsMissing() {
        assertThatThrownBy(() -> ServerDirectory.claim(directory, "PostgreSQL", Long.MAX_VALUE))
                .isInstanceOf(ServerException.class)
                .hasMessageMatching("PostgreSQL could not be started below .*: the disk is full "
                        + "\\(\\d+ MB free, 9223372036854 needed\\): "
                        + "free some space or choose another directory with --dir");
    }

    @Test
    void endsWithAProcessThatIsKilled() throws Exception {
        Process holder = hold();
        ProcessHandle postmaster = postmaster();
        holder.destroyForcibly().waitFor();
        postmaster.onExit().get(20, TimeUnit.SECONDS);
        assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void endsWithAProcessWhoseWholeGroupIsKilled() throws Exception {
        Process holder = hold("setsid");
        ProcessHandle postmaster = postmaster();
        new ProcessBuilder("kill", "-KILL", "--", "-" + holder.pid()).start().waitFor();
        postmaster.onExit().get(20, TimeUnit.SECONDS);
        assertThat(holder.waitFor()).isNotZero();
    }

    @Test
    void endsInOrderWithAProcessThatIsInterrupted() throws Exception {
        assumeFalse(interruptsAreIgnored(), "who started this build, as a job in the background, ignores interrupts");
        Process holder = hold();
        ProcessHandle postmaster = postmaster();
        new ProcessBuilder("kill", "-INT", Long.toString(holder.pid())).start().waitFor();
        try (BufferedReader output = holder.inputReader()) {
            assertThat(output.readLine()).isEqualTo("closed");
        }
        assertThat(postmaster.isAlive()).isFalse();
    }

    /** A process inherits what its parent ignores, and a JVM then leaves it ignored. */
    private static boolean interruptsAreIgnored() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
    }

    @Test
    void endsTheServerThatAKilledProcessAndItsKilledGuardLeft() throws Exception {
        Process holder = hold();
        ProcessHandle leftOver = postmaster();
        killTheGuards(leftOver);
        holder.destroyForcibly().waitFor();
        assertThat(leftOver.isAlive()).isTrue();
        try (PostgresServer server = start()) {
            assertThat(leftOver.isAlive()).isFalse();
            assertThat(ask(server, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void leavesAForeignProcessWithTheSameNumberAlone() throws Exception {
        Process foreign = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectories(directory.resolve("data"));
            Files.writeString(directory.resolve("data/postmaster.pid"), foreign.pid() + "\n");
            try (PostgresServer server = start()) {
                assertThat(ask(server, "SELECT 1")).isEqualTo("1");
                assertThat(foreign.isAlive()).isTrue();
            }
        } finally {
            foreign.destroy();
        }
    }

    /** First the watcher, then the script: it ends the server when the script alone is gone. */
    private static void killTheGuards(ProcessHandle spared) throws Exception {
        ProcessHandle script = spared.parent().orElseThrow();
        for (ProcessHandle guard : Stream.concat(script.children(), Stream.of(script))
                .filter(process -> !process.equals(spared))
                .toList()) {
            guard.destroyForcibly();
            guard.onExit().get(20, TimeUnit.SECONDS);
        }
    }

    private Process hold(String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HoldsAServer.class.getName(),
                directory.toString(),
                binaries.toString()));
        Process holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("started");
        return holder;
    }

    private ProcessHandle postmaster() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static String ask(PostgresServer server, String question) throws SQLException {
        try (Connection connection = server.superuser("postgres");
                ResultSet answer = connection.createStatement().executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
