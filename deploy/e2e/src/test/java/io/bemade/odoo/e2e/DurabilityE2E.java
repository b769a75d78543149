package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.e2e.Scene.Samples;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers die with kill -9 in the middle of a step: at the moment when a given text passes between the worker and a server.
 * Each scene has an instance, workers and lines of its own, and most of its time is waiting for a heartbeat that does not
 * come: several play at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DurabilityE2E {

    private RealStack real;
    private Samples samples;

    @BeforeAll
    void start() throws IOException {
        real = RealStack.require();
        samples = Samples.write(real);
    }

    /** The statement is executed, so that the step has happened and nobody knows. */
    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource(
            delimiter = '|',
            value = {
                "creating | CREATE DATABASE",
                "loading | COPY public.mail_message",
                "indexing | ADD CONSTRAINT",
                "proving | FROM public.ir_module_module",
                "neutralizing | UPDATE ir_cron",
                "owning | REASSIGN OWNED",
                "shutting | ALLOW_CONNECTIONS false",
                "opening | ALLOW_CONNECTIONS true",
                "retiring | \"RETAINED\"",
            })
    void aRestoreCompletesWhenItsWorkerIsKilledWhile(String phase, String statement) throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            scene.wires.postgres().on(statement, scene::kill);
            WorkflowStub restore = scene.restore();
            scene.awaitDeath();
            endsWell(scene, restore);
        }
    }

    /** The step has been done, and the worker's word that it has never arrives. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {"StopInstance", "PointInstance", "StartInstance", "AwaitInstanceReady"})
    void aRestoreCompletesWhenItsWorkerIsKilledIn(String step) throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            String before = scene.conf();
            BooleanSupplier done = switch (step) {
                case "StopInstance" -> () -> !Files.exists(scene.file(".running"));
                case "PointInstance" -> () -> !scene.conf().equals(before);
                case "StartInstance" -> () -> Files.exists(scene.file(".running"));
                default -> () -> Files.exists(scene.file(".asked"));
            };
            scene.wires.temporal().onAnswer(step, () -> {
                scene.wires.temporal().mute();
                if (step.equals("AwaitInstanceReady")) {
                    makeSick(scene);
                }
            });
            WorkflowStub restore = scene.restore();
            Await.until(step + " begins", scene.wires.temporal()::tripped);
            Await.until(step + " is done", done);
            scene.kill();
            scene.awaitDeath();
            Files.deleteIfExists(scene.file(".sick"));
            scene.wires.temporal().mend();
            endsWell(scene, restore);
        }
    }

    /** It is not ready from now on, and whether somebody asks is seen. */
    private static void makeSick(Scene scene) {
        try {
            Files.createFile(scene.file(".sick"));
            Files.delete(scene.file(".asked"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command goes on without the worker that started it; the configuration that was made for it has a password in it. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRestoreCompletesWhenItsWorkerIsKilledWhileACommandOfOdooRuns() throws Exception {
        try (Scene scene = new Scene(real, samples, E2eHost::addPlainWithCommand)) {
            Files.createFile(scene.file(".hold"));
            Files.delete(scene.file(".neutralizing"));
            WorkflowStub restore = scene.restore();
            Await.until("the command runs", () -> Files.exists(scene.file(".neutralizing")));
            scene.kill();
            scene.awaitDeath();
            assertThat(scene.host.directory.resolve("." + scene.name + ".conf.odooctl/command.conf"))
                    .exists();
            Files.delete(scene.file(".hold"));
            assertThat(endsWell(scene, restore).neutralizedBy()).contains("odoo");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRestoreCompletesWhenItsWorkerIsKilledWhileItLoadsTheFilestore() throws Exception {
        long attachments;
        String middle;
        try (ZipFile file = new ZipFile(samples.zip().toFile())) {
            var names = file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("filestore/../.{40}"))
                    .toList();
            attachments = names.size();
            middle = names.get(names.size() / 2);
        }
        try (Scene scene = new Scene(real, samples)) {
            long before = attachments(scene);
            // The entry itself; in the zip's directory other bytes stand before the name than its length.
            scene.wires.s3().onAnswer((char) middle.length() + "\0\0\0" + middle, scene::kill);
            WorkflowStub restore = scene.restore();
            scene.awaitDeath();
            assertThat(attachments(scene)).as("written so far").isLessThan(before + attachments);
            assertThat(endsWell(scene, restore).files()).isEqualTo(attachments);
            assertThat(attachments(scene)).isEqualTo(before + attachments);
        }
    }

    private static long attachments(Scene scene) throws IOException {
        try (Stream<Path> files = Files.walk(scene.host.directory.resolve("filestores"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9a-f]{40}"))
                    .count();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aLoadGoesOnWithWhatIsThereWhenItsWorkerIsKilled() throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            scene.wires.postgres().on("ALTER TABLE ONLY public.mail_message", scene::kill);
            WorkflowStub restore = scene.restore();
            scene.awaitDeath();
            List<String> before = databases(scene);
            assertThat(before).hasSize(2);
            endsWell(scene, restore);
            assertThat(databases(scene)).as("oids").isEqualTo(before);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aLoadThatCannotGoOnBeginsAgainAlsoWhenItIsKilledBetweenDropAndCreate() throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            scene.wires.postgres().on("COPY public.mail_message", scene::kill);
            WorkflowStub restore = scene.restore();
            scene.awaitDeath();
            scene.host.sql(newest(scene), "COMMENT ON SCHEMA odooctl_load_2 IS 'of another script'");
            scene.wires.postgres().onAnswer("DROP DATABASE", scene::kill);
            scene.start();
            scene.awaitDeath();
            assertThat(databases(scene)).as("dropped").hasSize(1);
            endsWell(scene, restore);
        }
    }

    private static String newest(Scene scene) {
        return scene.host
                .query(
                        "postgres",
                        "SELECT datname FROM pg_database WHERE datname LIKE '" + scene.name
                                + ".%' ORDER BY oid DESC LIMIT 1")
                .get(0);
    }

    private static List<String> databases(Scene scene) {
        return scene.host.query(
                "postgres", "SELECT oid FROM pg_database WHERE datname LIKE '" + scene.name + ".%' ORDER BY oid");
    }

    private static RestoreResult endsWell(Scene scene, WorkflowStub restore) throws Exception {
        RestoreResult result = scene.finish(restore, scene.start());
        new Aftermath(scene.host, scene.name).serves(result.pair(), scene.former);
        return result;
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource(
            delimiter = '|',
            value = {"marking | \"DOOMED\"", "dropping | DROP DATABASE"})
    void aCleanUpCompletesWhenItsWorkerIsKilledWhile(String phase, String statement) throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            scene.wires.postgres().on(statement, scene::kill);
            WorkflowStub restore = scene.restore(Duration.ZERO);
            scene.awaitDeath();
            deletes(scene, restore);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCleanUpCompletesWhenItsWorkerIsKilledAfterTheFilesAndBeforeTheDatabase() throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            Path files = scene.host
                    .directory
                    .resolve("filestores")
                    .resolve(scene.former.filestore().value());
            scene.wires.temporal().onAnswer("ExpireFilestore", scene.wires.temporal()::mute);
            WorkflowStub restore = scene.restore(Duration.ZERO);
            Await.until("the deletion begins", scene.wires.temporal()::tripped);
            Await.until("the files are gone", () -> !Files.exists(files));
            scene.kill();
            scene.awaitDeath();
            assertThat(databases(scene)).hasSize(2);
            scene.wires.temporal().mend();
            deletes(scene, restore);
        }
    }

    private static WorkflowStub cleanUp(Scene scene) {
        return scene.host.client().newUntypedWorkflowStub(RetentionCleanup.workflowId(scene.instance(), scene.former));
    }

    /** The clean-up may begin before the restore has ended: both go on with the new worker. */
    private static void deletes(Scene scene, WorkflowStub restore) throws Exception {
        scene.start();
        StoragePair current = Await.result(restore, RestoreResult.class).pair();
        RetentionResult result = Await.result(cleanUp(scene), RetentionResult.class);
        assertThat(result.deleted()).as(result.message()).isTrue();
        new Aftermath(scene.host, scene.name).serves(current);
    }

    /**
     * The worker lives, and so do its sessions, one of them within a statement that takes long: it waits for a lock. The
     * server of Temporal gives the step to another worker after 30 s, and the first one must have left it by then.
     */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aWorkerThatIsCutOffFromTemporalLeavesItsLoadToAnother() throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            WorkerProcess cutOff = scene.worker();
            CompletableFuture<Connection> locked = new CompletableFuture<>();
            scene.wires.postgres().on("mail_message_pkey", () -> {
                locked.complete(lockMessages(scene));
                scene.wires.temporal().cut();
            });
            WorkflowStub restore = scene.restore();
            try (Connection lock = Await.result(locked)) {
                Await.until("it waits", () -> loading(scene, "wait_event_type = 'Lock'") > 0);
                Await.until("it has left", Duration.ofSeconds(40), () -> loading(scene, "true") == 0);
                assertThat(lock.isValid(5)).as("nobody but itself ended it").isTrue();
            }
            Await.until("it says why", () -> cutOff.log().contains("was cut off from Temporal"));

            WorkerProcess another = scene.startPastTheWires();
            RestoreResult result = scene.finish(restore, another);
            another.close();
            scene.wires.temporal().mend();
            // The one that was cut off works again, alone.
            new Aftermath(scene.host, scene.name).serves(result.pair(), scene.former);
            assertThat(cutOff.alive()).isTrue();
        }
    }

    private static Connection lockMessages(Scene scene) {
        String database = scene.host
                .query(
                        "postgres",
                        "SELECT datname FROM pg_database WHERE datname LIKE '" + scene.name + ".%' AND datname <> '"
                                + scene.former.database() + "'")
                .get(0);
        try {
            Connection connection = scene.host.superuser(database);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = '10s'");
                statement.execute("LOCK TABLE public.mail_message IN ROW EXCLUSIVE MODE");
            }
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sessions of the load. */
    private static int loading(Scene scene, String condition) {
        return scene.host
                .query(
                        "postgres",
                        "SELECT pid FROM pg_stat_activity WHERE datname LIKE '" + scene.name
                                + ".%' AND usename LIKE 'odooctl_builder%' AND " + condition)
                .size();
    }
}
