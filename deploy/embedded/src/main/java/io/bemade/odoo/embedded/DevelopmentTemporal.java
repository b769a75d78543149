package io.bemade.odoo.embedded;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code temporal server start-dev}: the real server in one process, its history in a file, with the Web UI. */
final class DevelopmentTemporal implements TemporalServer {
    private static final String WHAT = "Temporal's development server";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final GuardedProcess process;
    private final TemporalConnection connection;
    private final URI webUi;

    private DevelopmentTemporal(GuardedProcess process, TemporalConnection connection, URI webUi) {
        this.process = process;
        this.connection = connection;
        this.webUi = webUi;
    }

    static DevelopmentTemporal start(Path program, Path directory) {
        int port = LoopbackPort.free();
        int uiPort = LoopbackPort.free();
        try {
            Files.createDirectories(directory);
            GuardedProcess process = GuardedProcess.start(
                    "TERM",
                    directory.resolve("temporal.log"),
                    List.of(
                            program.toString(),
                            "server",
                            "start-dev",
                            "--ip=127.0.0.1",
                            "--port=" + port,
                            "--ui-ip=127.0.0.1",
                            "--ui-port=" + uiPort,
                            "--db-filename=" + directory.resolve("temporal.db"),
                            "--log-level=warn"));
            DevelopmentTemporal started = new DevelopmentTemporal(
                    process, TemporalConnection.to("127.0.0.1:" + port), URI.create("http://127.0.0.1:" + uiPort));
            started.awaitReady(directory);
            return started;
        } catch (IOException e) {
            throw ServerDirectory.failed(directory, WHAT, 0, e);
        }
    }

    /** Its port answers before its namespace does. */
    private void awaitReady(Path directory) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!answers()) {
                if (!process.alive() || System.nanoTime() > deadline) {
                    String tail = process.tail();
                    close();
                    throw ServerException.below(directory, WHAT, tail, null);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw ServerException.below(directory, WHAT, "the start was interrupted", e);
        }
    }

    private boolean answers() {
        try {
            stubs().blockingStub()
                    .withDeadlineAfter(2, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace("default")
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }

    @Override
    public String address() {
        return connection.address();
    }

    @Override
    public WorkflowServiceStubs stubs() {
        return connection.stubs();
    }

    @Override
    public Optional<URI> webUi() {
        return Optional.of(webUi);
    }

    @Override
    public void close() {
        connection.close();
        process.close();
    }
}
