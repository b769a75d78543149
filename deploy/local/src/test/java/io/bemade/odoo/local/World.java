package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.worker.Wiring;
import io.bemade.odoo.worker.WorkerConfiguration;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** One host for all tests of this JVM, and a Temporal of its own for each test class. */
final class World implements AutoCloseable {
    static final InstanceRef PRODUCTION = InstanceRef.of("demo/erp");
    static final InstanceRef OTHER = InstanceRef.of("demo/crm");
    static final InstanceRef ODD = InstanceRef.of("demo/odd");

    /** For the one test that begins with nothing. */
    static final InstanceRef UNUSED = InstanceRef.of("demo/unused");

    /** It is cloned, by the other two. */
    static final InstanceRef ORIGIN = InstanceRef.of("demo/origin");

    static final InstanceRef CLONE = InstanceRef.of("demo/clone1");
    static final InstanceRef OTHER_CLONE = InstanceRef.of("demo/clone2");

    /** Its operations are terminated. */
    static final InstanceRef KILLED = InstanceRef.of("demo/killed");

    /** Its configuration is edited by hand. */
    static final InstanceRef TORN = InstanceRef.of("demo/torn");

    static final InstanceRef STAGING = InstanceRef.of("demo/staging");

    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static final TestHost HOST = TestHost.start(
            temporaryDirectory(),
            Map.ofEntries(
                    Map.entry("demo/erp", "production"),
                    Map.entry("demo/unused", "production"),
                    Map.entry("demo/crm", "production"),
                    Map.entry("demo/odd", "production"),
                    Map.entry("demo/torn", "production"),
                    Map.entry("demo/killed", "production"),
                    Map.entry("demo/origin", "production"),
                    Map.entry("demo/clone1", "staging"),
                    Map.entry("demo/clone2", "development"),
                    Map.entry("demo/staging", "staging")));
    private static final S3Client S3 = HOST.s3().client();

    final FaultInjector faults = new FaultInjector();

    /** Time passes in it as it does here, but for {@link TestWorkflowEnvironment#sleep}. */
    final TestWorkflowEnvironment temporal;

    private final WorkflowClient client;

    World() {
        WorkerConfiguration configuration = WorkerConfiguration.fromEnvironment(HOST.workerEnvironment());
        WorkflowClientOptions options = WorkflowClientOptions.newBuilder()
                .setDataConverter(Json.dataConverter())
                .build();
        temporal = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(options)
                .setWorkerFactoryOptions(withFaults(WorkerProcess.factoryOptions(List.of())))
                .build());
        // The environment's own would skip time until it has a result: to the end of a retention, now and then.
        client = WorkflowClient.newInstance(temporal.getWorkflowServiceStubs(), options);
        Worker worker = temporal.newWorker(configuration.taskQueue(), WorkerProcess.options(configuration));
        new Wiring(configuration, Map.of()).register(worker, client, false);
        HOST.forgetTickets();
        temporal.start();
    }

    private WorkerFactoryOptions withFaults(WorkerFactoryOptions real) {
        List<WorkerInterceptor> interceptors = new ArrayList<>(List.of(real.getWorkerInterceptors()));
        interceptors.add(faults);
        return WorkerFactoryOptions.newBuilder(real)
                .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
                .build();
    }

    static String endpoint() {
        return HOST.s3().endpoint().toString();
    }

    TestHost host() {
        return HOST;
    }

    WorkflowClient client() {
        return client;
    }

    /** Uploads bytes and names them as a source. */
    Source.S3 upload(String key, byte[] bytes) {
        S3.putObject(request -> request.bucket(TestHost.BUCKET).key(key), RequestBody.fromBytes(bytes));
        return source(key);
    }

    Source.S3 source(String key) {
        return new Source.S3(
                TestHost.BUCKET,
                key,
                Optional.empty(),
                Optional.of(HOST.s3().endpoint().toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static byte[] sample(long bytes) {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try {
            SampleBackup.write(zip, Options.ofSize(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip.toByteArray();
    }

    WorkflowStub start(String type, InstanceRef instance, Object request) {
        WorkflowStub stub = prepare(type, instance);
        stub.start(request);
        return stub;
    }

    /** A run with an id of its own that has not begun. */
    WorkflowStub prepare(String type, InstanceRef instance) {
        return client().newUntypedWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue("odoo")
                                .setWorkflowId(type.toLowerCase(java.util.Locale.ROOT) + "/" + instance + "/"
                                        + REQUESTS.incrementAndGet())
                                .build());
    }

    RestoreResult restore(InstanceRef instance, Source source) {
        return start("Restore", instance, RestoreRequest.of(instance, source)).getResult(RestoreResult.class);
    }

    /** Everything of ours that exists: databases, roles, data directories. */
    Set<String> belongings() {
        Set<String> found = new TreeSet<>();
        query(
                        "SELECT 'database ' || datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1')")
                .forEach(found::add);
        query("SELECT 'role ' || rolname FROM pg_roles WHERE rolname LIKE 'odooctl%'")
                .forEach(found::add);
        try (Stream<Path> directories = Files.list(HOST.filestores())) {
            directories.forEach(directory -> found.add("directory " + directory.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** Every database, with its mark and whether it lets anybody in. */
    List<String> databases() {
        return query("SELECT datname || ' ' || datallowconn || ' ' || datconnlimit || ' '"
                + " || coalesce(shobj_description(oid, 'pg_database'), '-') FROM pg_database ORDER BY datname");
    }

    List<String> query(String sql) {
        return query("postgres", sql);
    }

    List<String> query(String database, String sql) {
        try (Connection connection = HOST.postgres().superuser(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for something that will happen; the time limit is only for a test that fails. */
    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 30 s in vain: " + what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // else the questions keep the worker from its work
        }
    }

    void untilTheLockIsFree(InstanceRef instance) {
        until("the lock of " + instance + " is free", () -> {
            InstanceLock.State lock = client().newUntypedWorkflowStub(InstanceLock.workflowId(instance))
                    .query("state", InstanceLock.State.class);
            return lock.holders().isEmpty() && lock.queue().isEmpty();
        });
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("odooctl-it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        temporal.close();
    }
}
