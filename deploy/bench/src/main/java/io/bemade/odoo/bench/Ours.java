package io.bemade.odoo.bench;

import io.bemade.odoo.embedded.TemporalServer;
import io.bemade.odoo.worker.Wiring;
import io.bemade.odoo.worker.WorkerConfiguration;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.model.CopyStrategy;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * This product as a whole: a worker, Temporal and S3 in this process, a production {@code bench/erp} and its staging on the
 * server that is measured. Settings of the worker ({@code ODOOCTL_LOAD_CONNECTIONS} and others) are those of the process. An
 * operation is timed as its person waits: from the start of the workflow to its result.
 */
final class Ours implements AutoCloseable {
    static final InstanceRef PRODUCTION = InstanceRef.of("bench/erp");
    static final InstanceRef STAGING = InstanceRef.of("bench/staging");

    private static final String ROLE = "odoo_bench";
    private static final String PASSWORD = "odoo";

    private final Programs programs;
    private final Path directory;
    private final Store store;
    private final TemporalServer temporal = TemporalServer.inMemory();
    private final WorkflowClient client;
    private final WorkerFactory factory;
    private final Map<InstanceRef, StoragePair> current = new HashMap<>();
    private String steps = "";

    /** @param directory for filestores, the store and all else; the caller deletes it */
    Ours(Programs programs, Path directory, Path zip) throws IOException {
        this.programs = programs;
        this.directory = directory;
        configure();
        store = new Store(directory.resolve("s3"), zip);
        client = WorkflowClient.newInstance(
                temporal.stubs(),
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Json.dataConverter())
                        .build());
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(Map.of(
                "ODOOCTL_INSTANCES", directory.resolve("instances.yaml").toString(),
                "ODOOCTL_SECRETS", directory.resolve("secrets").toString(),
                "ODOOCTL_PG_RESTORE", programs.program("pg_restore"),
                "ODOOCTL_PG_DUMP", programs.program("pg_dump")));
        WorkerConfiguration configuration = WorkerConfiguration.fromEnvironment(environment);
        factory = WorkerProcess.factory(client);
        Worker worker = factory.newWorker(configuration.taskQueue(), WorkerProcess.options(configuration));
        new Wiring(configuration, Map.of()).register(worker, client, false);
        factory.start();
    }

    /** The uploaded zip becomes the production's pair. */
    RestoreResult restore() {
        RestoreResult result = run("Restore", RestoreRequest.of(PRODUCTION, store.backup()), RestoreResult.class);
        current.put(PRODUCTION, result.pair());
        return result;
    }

    /** The staging gets a copy of the production's pair. */
    CloneResult cloneStaging(CopyStrategy strategy) {
        CloneRequest request = new CloneRequest(
                STAGING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(strategy),
                Optional.empty());
        CloneResult result = run(StagingClone.TYPE, request, CloneResult.class);
        current.put(STAGING, result.pair());
        return result;
    }

    private <T> T run(String type, Object request, Class<T> result) {
        var stub = client.newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setTaskQueue("odoo")
                        .setWorkflowId(type + "/" + UUID.randomUUID())
                        .build());
        WorkflowExecution started = stub.start(request);
        T answer = stub.getResult(result);
        steps = Steps.of(client.fetchHistory(started.getWorkflowId())).table(type);
        return answer;
    }

    /** What any restore of the backup has to do at least. */
    void download() throws IOException {
        store.read();
    }

    /** Of the operation that was done last, in Markdown. */
    String steps() {
        return steps;
    }

    /** Nobody waits for this: a person would leave it to the retention. */
    void forget(StoragePair replaced) {
        programs.drop('"' + replaced.database().value() + '"');
        programs.run("rm", "-rf", filestore(replaced).toString());
    }

    /** Of the production, for somebody who works with it. */
    Requests requests() {
        String database = production().database().value();
        return new Requests(
                "jdbc:postgresql://%s:%d/%s".formatted(programs.host(), programs.port(), database),
                ROLE,
                PASSWORD,
                Long.parseLong(programs.answer(database, "SELECT max(id) FROM mail_message")));
    }

    /** Of the production. */
    Path filestore() {
        return filestore(production());
    }

    private StoragePair production() {
        return Optional.ofNullable(current.get(PRODUCTION)).orElseThrow();
    }

    private Path filestore(StoragePair pair) {
        return directory.resolve("filestores").resolve(pair.filestore().value());
    }

    private void configure() throws IOException {
        programs.sql(
                "DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + ROLE + "') THEN CREATE ROLE "
                        + ROLE + " LOGIN PASSWORD '" + PASSWORD + "'; END IF; END$$",
                "GRANT " + ROLE + " TO admin");
        secret("postgres", "username", "admin");
        secret("postgres", "password", "admin");
        for (Map.Entry<String, String> credential : Store.credentials().entrySet()) {
            secret("s3-credentials", credential.getKey(), credential.getValue());
        }
        Files.createDirectories(directory.resolve("filestores"));
        Files.writeString(directory.resolve("erp.conf"), "[options]\n");
        Files.writeString(directory.resolve("staging.conf"), "[options]\n");
        Files.writeString(
                directory.resolve("instances.yaml"), """
                filestores: %1$s/filestores
                servers:
                  main: {host: %2$s, port: %3$d, secretRef: postgres}
                instances:
                  bench/erp: {type: production, fqdns: [erp.test], server: main, role: %4$s, config: %1$s/erp.conf,
                              retention: P1D, commands: {stop: ["true"], start: ["true"]}}
                  bench/staging: {type: staging, production: bench/erp, fqdns: [staging.test], server: main, role: %4$s,
                              config: %1$s/staging.conf, retention: P1D, commands: {stop: ["true"], start: ["true"]}}
                """.formatted(directory, programs.host(), programs.port(), ROLE));
    }

    private void secret(String name, String key, String value) throws IOException {
        Path file = Files.createDirectories(directory.resolve("secrets").resolve(name))
                .resolve(key);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public void close() {
        factory.shutdownNow();
        factory.awaitTermination(1, TimeUnit.MINUTES);
        current.values().forEach(this::forget);
        temporal.close();
        store.close();
    }
}
