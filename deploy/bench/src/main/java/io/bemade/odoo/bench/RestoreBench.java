package io.bemade.odoo.bench;

import com.google.protobuf.util.Timestamps;
import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.embedded.TemporalServer;
import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.worker.Wiring;
import io.bemade.odoo.worker.WorkerConfiguration;
import io.bemade.odoo.worker.WorkerProcess;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A restore of a pair against {@code unzip} + {@code psql -1 -f dump.sql} of the same zip on the same server, in turn.
 *
 * <p>Arguments: {@code PSQL HOST:PORT SIZE_MB ROUNDS [ZIP]}; the server's superuser is {@code postgres}/{@code postgres},
 * its administrator {@code admin}/{@code admin}.
 */
public final class RestoreBench {
    private final String psql;
    private final String host;
    private final String port;
    private final Path directory = Files.createTempDirectory("odooctl-bench");

    private RestoreBench(String psql, String server) throws IOException {
        this.psql = psql;
        this.host = server.split(":")[0];
        this.port = server.split(":")[1];
    }

    /** Ends the process by itself: threads of servers and workers would keep it. */
    public static void main(String[] arguments) {
        try {
            bench(arguments);
            System.exit(0);
        } catch (Exception e) {
            System.err.println("The bench failed: " + e);
            System.exit(1);
        }
    }

    private static void bench(String[] arguments) throws Exception {
        RestoreBench bench = new RestoreBench(arguments[0], arguments[1]);
        long bytes = Long.parseLong(arguments[2]) * 1_000_000;
        Path zip = arguments.length > 4 ? Path.of(arguments[4]) : bench.sample(bytes);
        try {
            bench.compare(zip, Integer.parseInt(arguments[3]));
        } finally {
            Directories.delete(bench.directory);
        }
    }

    private Path sample(long bytes) throws IOException {
        Path zip = directory.resolve("bench.zip");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip), 1 << 16)) {
            SampleBackup.write(out, Options.ofSize(bytes));
        }
        return zip;
    }

    private void compare(Path zip, int rounds) throws Exception {
        configure();
        List<Double> peers = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        List<Double> fixed = new ArrayList<>();
        try (S3Server store = S3Server.start(directory.resolve("s3"));
                TemporalServer temporal = TemporalServer.inMemory()) {
            upload(store, zip);
            secret("s3-credentials", "access-key", S3Server.ACCESS_KEY);
            secret("s3-credentials", "secret-key", S3Server.SECRET_KEY);
            WorkflowClient client = WorkflowClient.newInstance(
                    temporal.stubs(),
                    WorkflowClientOptions.newBuilder()
                            .setDataConverter(Json.dataConverter())
                            .build());
            WorkerConfiguration configuration = WorkerConfiguration.fromEnvironment(Map.of(
                    "ODOOCTL_INSTANCES", directory.resolve("instances.yaml").toString(),
                    "ODOOCTL_SECRETS", directory.resolve("secrets").toString()));
            WorkerFactory factory = WorkerProcess.factory(client);
            Worker worker = factory.newWorker(configuration.taskQueue(), WorkerProcess.options(configuration));
            new Wiring(configuration, Map.of()).register(worker, client, false);
            factory.start();
            restore(client, store, -1); // warm up both sides' code and caches
            for (int round = 0; round < rounds; round++) {
                peers.add(peer(zip));
                ours.add(restore(client, store, round));
                fixed.add(ours.get(round) - loading(client, round));
                System.out.printf(
                        "round %d: unzip + psql -1 %.1f s, restore %.1f s (without its load %.1f s), ratio %.2f%n",
                        round + 1,
                        peers.get(round),
                        ours.get(round),
                        fixed.get(round),
                        ours.get(round) / peers.get(round));
            }
            factory.shutdownNow();
        }
        System.out.printf(
                "median of %d: unzip + psql -1 %.1f s, restore %.1f s (without its load %.1f s), ratio %.2f%n",
                rounds, median(peers), median(ours), median(fixed), median(ours) / median(peers));
    }

    private static void upload(S3Server store, Path zip) {
        store.createBucket("odoo-backups");
        try (S3Client client = S3Client.builder()
                .endpointOverride(store.endpoint())
                .region(Region.of(S3Server.REGION))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)))
                .build()) {
            client.putObject(put -> put.bucket("odoo-backups").key("bench.zip"), zip);
        }
    }

    private double restore(WorkflowClient client, S3Server store, int round) {
        Source source = new Source.S3(
                "odoo-backups",
                "bench.zip",
                Optional.empty(),
                Optional.of(store.endpoint().toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        WorkflowStub stub = client.newUntypedWorkflowStub(
                "Restore",
                WorkflowOptions.newBuilder()
                        .setTaskQueue("odoo")
                        .setWorkflowId(id(round))
                        .build());
        long begin = System.nanoTime();
        stub.start(RestoreRequest.of(InstanceRef.of("bench/erp"), source));
        RestoreResult result = stub.getResult(RestoreResult.class);
        double seconds = (System.nanoTime() - begin) / 1e9;
        result.previous().ifPresent(old -> sql("DROP DATABASE \"" + old.database() + "\" WITH (FORCE)"));
        return seconds;
    }

    private static String id(int round) {
        return "restore/bench/erp/" + round;
    }

    /** From the begin of the first of both loads to the end of the last, as the history has it. */
    private static double loading(WorkflowClient client, int round) {
        Map<Long, String> scheduled = new HashMap<>();
        Instant begin = Instant.MAX;
        Instant end = Instant.MIN;
        for (HistoryEvent event : client.fetchHistory(id(round)).getEvents()) {
            Instant at = Instant.ofEpochMilli(Timestamps.toMillis(event.getEventTime()));
            if (event.hasActivityTaskScheduledEventAttributes()) {
                String type = event.getActivityTaskScheduledEventAttributes()
                        .getActivityType()
                        .getName();
                scheduled.put(event.getEventId(), type);
                begin = type.startsWith("Load") && at.isBefore(begin) ? at : begin;
            } else if (event.hasActivityTaskCompletedEventAttributes()
                    && scheduled
                            .getOrDefault(
                                    event.getActivityTaskCompletedEventAttributes()
                                            .getScheduledEventId(),
                                    "")
                            .startsWith("Load")) {
                end = at;
            }
        }
        return Duration.between(begin, end).toMillis() / 1e3;
    }

    private double peer(Path zip) throws Exception {
        Path unpacked = Files.createTempDirectory(directory, "unpacked");
        sql("CREATE DATABASE bench_peer TEMPLATE template0 LC_COLLATE 'C'");
        long begin = System.nanoTime();
        run("unzip", "-q", zip.toString(), "-d", unpacked.toString());
        psql("bench_peer", "-1", "-f", unpacked.resolve("dump.sql").toString());
        double seconds = (System.nanoTime() - begin) / 1e9;
        sql("DROP DATABASE bench_peer");
        run("rm", "-rf", unpacked.toString());
        return seconds;
    }

    private void configure() throws IOException {
        sql("DROP DATABASE IF EXISTS bench_peer");
        sql("DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'odoo_bench') THEN"
                + " CREATE ROLE odoo_bench LOGIN PASSWORD 'odoo'; END IF; END$$");
        sql("GRANT odoo_bench TO admin");
        secret("postgres", "username", "admin");
        secret("postgres", "password", "admin");
        Files.createDirectories(directory.resolve("filestores"));
        Files.writeString(directory.resolve("odoo.conf"), "[options]\n");
        Files.writeString(directory.resolve("instances.yaml"), """
                filestores: %1$s/filestores
                servers:
                  main: {host: %2$s, port: %3$s, secretRef: postgres}
                instances:
                  bench/erp: {type: production, fqdns: [bench.test], server: main, role: odoo_bench, config: %1$s/odoo.conf,
                              retention: P1D, commands: {stop: ["true"], start: ["true"]}}
                """.formatted(directory, host, port));
    }

    private void secret(String name, String key, String value) throws IOException {
        Path file = Files.createDirectories(directory.resolve("secrets").resolve(name))
                .resolve(key);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void sql(String statement) {
        try {
            psql("postgres", "-c", statement);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void psql(String database, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", host, "-p", port, "-U", "postgres", "-d", database));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PGPASSWORD", "postgres");
        int exit = builder.start().waitFor();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + exit);
        }
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
