package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** An instance that serves a pair of ours, on a host and lines of its own, and a second restore that something happens to. */
final class Scene implements AutoCloseable {
    private static final Duration RETENTION = Duration.ofDays(7);

    /** These workers do not live long enough for more to pay. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    final Wires wires;
    final E2eHost host;
    final String name;
    final StoragePair former;

    private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();
    private final Source backup;

    /** What is restored first, and what then. */
    record Samples(Path small, Path zip) {
        static Samples write(RealStack real) throws IOException {
            Path directory = real.directory();
            return new Samples(
                    write(directory.resolve("small.zip"), 2_000_000),
                    write(directory.resolve("sample.zip"), 20_000_000));
        }

        private static Path write(Path zip, long bytes) throws IOException {
            try (OutputStream out = Files.newOutputStream(zip)) {
                SampleBackup.write(out, Options.ofSize(bytes));
            }
            return zip;
        }
    }

    Scene(RealStack real, Samples samples) {
        this(real, samples, (host, name) -> host.addPlain(name, "staging"));
    }

    /** @param instance adds it to the host */
    Scene(RealStack real, Samples samples, BiConsumer<E2eHost, String> instance) {
        wires = Wires.to(real, 18);
        host = new E2eHost(real, 18, Optional.of(wires));
        name = "d" + host.queue.substring("e2e-".length());
        instance.accept(host, name);
        backup = host.upload("sample.zip", samples.zip());
        start();
        former = Await.result(restore(host.upload("small.zip", samples.small()), RETENTION), RestoreResult.class)
                .pair();
    }

    /** Starts one more worker. */
    WorkerProcess start() {
        return start(host.workerEnvironment());
    }

    /** One whose line to Temporal is nobody's to cut. */
    WorkerProcess startPastTheWires() {
        Map<String, String> environment = host.workerEnvironment();
        environment.putAll(host.commandEnvironment());
        return start(environment);
    }

    private WorkerProcess start(Map<String, String> environment) {
        WorkerProcess worker = WorkerProcess.start(host.directory, environment, QUICK);
        workers.add(worker);
        return worker;
    }

    WorkerProcess worker() {
        return workers.get(workers.size() - 1);
    }

    /** kill -9 for the one that was started last. */
    void kill() {
        worker().kill();
    }

    WorkflowStub restore() {
        return restore(RETENTION);
    }

    /** @param retention of the pair that is in use now */
    WorkflowStub restore(Duration retention) {
        return restore(backup, retention);
    }

    private WorkflowStub restore(Source source, Duration retention) {
        return host.start(
                "Restore",
                name,
                new RestoreRequest(
                        instance(),
                        source,
                        Optional.of(retention),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    InstanceRef instance() {
        return InstanceRef.of("e2e/" + name);
    }

    /** Of the worker that was started last. */
    void awaitDeath() {
        Await.until("the worker is killed", () -> !worker().alive());
    }

    /** The worker finishes the restore, and nothing in the result tells that another one began it. */
    RestoreResult finish(WorkflowStub restore, WorkerProcess another) throws Exception {
        RestoreResult result = Await.result(restore, RestoreResult.class);
        assertThat(another.alive()).isTrue();
        assertThat(result.warnings()).isEmpty();
        assertThat(result.previous()).contains(former);
        return result;
    }

    Path file(String suffix) {
        return host.directory.resolve(name + suffix);
    }

    String conf() {
        try {
            return Files.readString(file(".conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        workers.forEach(WorkerProcess::kill);
        host.close();
        wires.close();
    }
}
