package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Processes die with kill -9 in the middle of a step: at the moment when the worker sends a given statement to PostgreSQL,
 * which is executed, so that the step has happened and nobody knows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DurabilityE2E {
    private RealStack real;
    private TripwireProxy proxy;
    private E2eHost host;
    private Source backup;

    @BeforeAll
    void start() throws IOException {
        real = RealStack.require();
        proxy = new TripwireProxy(Integer.parseInt(real.postgres(18).getOrDefault("PGPORT", "0")));
        host = new E2eHost(real, 18, Optional.of(proxy.port()));
        host.addPlain("durable", "staging");
        Path zip = host.directory.resolve("sample.zip");
        try (OutputStream out = Files.newOutputStream(zip)) {
            SampleBackup.write(out, Options.ofSize(20_000_000));
        }
        backup = host.upload("sample.zip", zip);
    }

    @AfterAll
    void stop() {
        if (host != null) {
            host.close();
            proxy.close();
        }
    }

    @ParameterizedTest(name = "{0}")
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
        Map<String, String> environment = host.workerEnvironment();
        try (WorkerProcess first = WorkerProcess.start(host.directory, environment)) {
            List<String> before = host.belongings();
            proxy.on(statement, first::kill);
            WorkflowStub restore =
                    host.start("Restore", "durable", RestoreRequest.of(InstanceRef.of("e2e/durable"), backup));
            awaitDeath(first, restore);
            try (WorkerProcess second = WorkerProcess.start(host.directory, environment)) {
                RestoreResult result = restore.getResult(5, TimeUnit.MINUTES, RestoreResult.class);
                assertThat(second.alive()).isTrue();
                assertThat(result.warnings()).isEmpty();
                assertThat(host.belongings())
                        .as("one new pair, no role of ours")
                        .hasSize(before.size() + 1)
                        .contains(result.pair().database().value());
                assertThat(Files.readString(host.directory.resolve("durable.conf")))
                        .contains("db_name = " + result.pair().database());
                assertThat(host.directory.resolve("durable.running")).exists();
            }
        }
    }

    @Test
    void aRestoreCompletesWhenTheTemporalServerIsKilledDuringTheLoad() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(host.directory, host.workerEnvironment())) {
            proxy.on("COPY public.mail_message", real::killTemporal);
            WorkflowStub restore =
                    host.start("Restore", "durable", RestoreRequest.of(InstanceRef.of("e2e/durable"), backup));
            RestoreResult result = restore.getResult(5, TimeUnit.MINUTES, RestoreResult.class);
            assertThat(proxy.tripped()).isTrue();
            assertThat(worker.alive()).isTrue();
            assertThat(host.belongings()).contains(result.pair().database().value());
        }
    }

    @Test
    void aRestoreCompletesWhenPostgresIsRestartedDuringTheLoad() throws Exception {
        try (WorkerProcess worker = WorkerProcess.start(host.directory, host.workerEnvironment())) {
            proxy.on("COPY public.mail_message", () -> {
                real.run(Map.of(), List.of(real.script("odoo/postgres-down"), "18"))
                        .orThrow();
                real.run(
                                Map.of("PG_PORT", String.valueOf(host.realPort())),
                                List.of(real.script("odoo/postgres-up"), "18"))
                        .orThrow();
            });
            WorkflowStub restore =
                    host.start("Restore", "durable", RestoreRequest.of(InstanceRef.of("e2e/durable"), backup));
            RestoreResult result = restore.getResult(5, TimeUnit.MINUTES, RestoreResult.class);
            assertThat(proxy.tripped()).isTrue();
            assertThat(worker.alive()).isTrue();
            assertThat(result.warnings()).isEmpty();
        }
    }

    private static void awaitDeath(WorkerProcess worker, WorkflowStub restore) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (worker.alive()) {
            try {
                restore.getResult(200, TimeUnit.MILLISECONDS, RestoreResult.class);
                throw new AssertionError("the restore completed before the statement was seen");
            } catch (TimeoutException goesOn) {
                assertThat(System.nanoTime()).as("the worker was never killed").isLessThan(end);
            }
        }
    }
}
