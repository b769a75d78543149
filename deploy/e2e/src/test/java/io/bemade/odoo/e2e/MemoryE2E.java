package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Memory does not grow with the backup: a generated backup of 2 GB, a worker with a heap of 256 MB. */
class MemoryE2E {
    private static final long BYTES = 2_000_000_000L;

    @Test
    void aBackupOfTwoGigabytesIsRestoredInAHeapOf256Megabytes() throws Exception {
        try (E2eHost host = new E2eHost(RealStack.require(), 18)) {
            host.addPlain("large", "production");
            Path zip = host.directory.resolve("large.zip");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip), 1 << 16)) {
                SampleBackup.write(out, Options.ofSize(BYTES));
            }
            Source backup = host.upload("large.zip", zip);
            Files.delete(zip);
            try (WorkerProcess worker = WorkerProcess.start(host.directory, host.workerEnvironment(), "-Xmx256m")) {
                RestoreResult result = host.start(
                                "Restore", "large", RestoreRequest.of(InstanceRef.of("e2e/large"), backup))
                        .getResult(15, TimeUnit.MINUTES, RestoreResult.class);
                System.out.printf(
                        "restored %,d rows and %,d files (%,d bytes); peak resident size of the worker: %s%n",
                        result.rows(), result.files(), result.fileBytes(), peak(worker));
                assertThat(worker.alive()).isTrue();
                assertThat(worker.log()).doesNotContain("OutOfMemoryError");
                host.sql("postgres", "DROP DATABASE \"" + result.pair().database() + "\" WITH (FORCE)");
            }
        }
    }

    private static String peak(WorkerProcess worker) throws Exception {
        return Files.readAllLines(Path.of("/proc", String.valueOf(worker.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("?")
                .replaceAll("\\s+", " ");
    }
}
