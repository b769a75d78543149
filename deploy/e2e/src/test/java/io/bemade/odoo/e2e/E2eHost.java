package io.bemade.odoo.e2e;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.activities.postgres.LoadConnections;
import io.bemade.odoo.activities.postgres.PgDump;
import io.bemade.odoo.activities.postgres.PostgresDatabases;
import io.bemade.odoo.activities.postgres.Server;
import io.bemade.odoo.activities.rate.Rate;
import io.bemade.odoo.sample.Options;
import io.bemade.odoo.sample.SampleBackup;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.model.Source;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A host of a test's own: directory, task queue, role and names that nobody else uses, on real servers. */
final class E2eHost implements AutoCloseable {
    final RealStack real;
    final Path directory;
    final String queue = "e2e-" + UUID.randomUUID().toString().substring(0, 8);
    final String role = "odoo_" + queue.replace('-', '_');

    private final int realPort;
    private final Optional<Wires> wires;
    private final Map<String, String> temporal;
    private final Map<String, String> s3;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final StringBuilder instances = new StringBuilder();

    E2eHost(RealStack real, int postgresVersion) {
        this(real, postgresVersion, Optional.empty());
    }

    /** @param wires through which its workers, and nobody else, find the servers; absent = they find them themselves */
    E2eHost(RealStack real, int postgresVersion, Optional<Wires> wires) {
        this.real = real;
        temporal = real.temporal();
        s3 = real.s3();
        this.realPort = Integer.parseInt(real.postgres(postgresVersion).getOrDefault("PGPORT", "0"));
        this.wires = wires;
        try {
            directory = real.directory();
            Files.createDirectories(directory.resolve("filestores"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sql("postgres", "CREATE ROLE " + role + " LOGIN PASSWORD 'odoo'");
        sql("postgres", "GRANT " + role + " TO admin");
        secret("postgres-main", "username", "admin");
        secret("postgres-main", "password", "admin");
        secret("s3-credentials", "access-key", s3.getOrDefault("S3_ACCESS_KEY", ""));
        secret("s3-credentials", "secret-key", s3.getOrDefault("S3_SECRET_KEY", ""));
        stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setTarget(temporal.getOrDefault("TEMPORAL_ADDRESS", ""))
                .build());
        client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setDataConverter(Json.dataConverter())
                        .build());
    }

    int realPort() {
        return realPort;
    }

    /**
     * An instance whose Odoo is a file {@code .running} that is there or not; it does not become ready while there is a
     * file {@code .sick}, and a file {@code .asked} tells that somebody wanted to know.
     */
    void addPlain(String name, String type) {
        addPlain(name, type, "");
    }

    /**
     * A staging that also has a command of Odoo, which neutralizes, not before a file {@code .hold} is gone, and makes a file
     * {@code .neutralizing} when it is called.
     */
    void addPlainWithCommand(String name) {
        addPlain(name, "staging", ", odoo: [" + neutralizer(name) + "]");
    }

    private void addPlain(String name, String type, String more) {
        Path running = directory.resolve(name + ".running");
        Path ready = script(name + "-ready", """
                touch %1$s.asked
                [ -e %1$s.running ] && [ ! -e %1$s.sick ]
                """.formatted(directory.resolve(name)));
        add(
                name,
                type,
                "stop: [rm, -f, %s], start: [touch, %s]%s".formatted(running, running, more),
                "{command: [%s], timeout: PT20S}".formatted(ready));
    }

    private Path neutralizer(String name) {
        return script(name + "-odoo", """
                touch %1$s.neutralizing
                while [ -e %1$s.hold ]; do sleep 0.1; done
                %2$s
                """.formatted(directory.resolve(name), neutralize(real.script("odoo/bin/psql"))));
    }

    /** Lines of a shell that make a sample harmless, in the place of an Odoo whose configuration is {@code $ODOO_RC}. */
    static String neutralize(String psql) {
        return """
                setting() { sed -n "s/^$1 = //p" "$ODOO_RC"; }
                export PGPASSWORD=$(setting db_password)
                %s -X -q -1 -v ON_ERROR_STOP=1 -h "$(setting db_host)" -p "$(setting db_port)" -U "$(setting db_user)" \
                    "$(setting db_name)" <<'SQL'
                UPDATE ir_mail_server SET active = false;
                UPDATE fetchmail_server SET active = false;
                UPDATE ir_cron SET active = false;
                UPDATE payment_provider SET state = 'disabled';
                DELETE FROM ir_config_parameter WHERE key = 'database.is_neutralized';
                INSERT INTO ir_config_parameter (id, key, value)
                  SELECT max(id) + 1, 'database.is_neutralized', 'true' FROM ir_config_parameter;
                SQL
                """.formatted(psql);
    }

    /** An instance with a real Odoo on a port of its own. */
    void addOdoo(String name, String type, int port) {
        Path pid = directory.resolve(name + ".pid");
        Path start = script(name + "-start", """
                if [ -e %1$s ] && kill -0 "$(cat %1$s)" 2>/dev/null; then exit 0; fi
                ODOO_HTTP_PORT=%3$d setsid %2$s --workers=0 --max-cron-threads=0 >>%1$s.log 2>&1 </dev/null &
                echo $! > %1$s
                """.formatted(pid, real.script("odoo/run-odoo"), port));
        Path stop = script(name + "-stop", """
                [ -e %1$s ] || exit 0
                pid=$(cat %1$s)
                kill "$pid" 2>/dev/null || true
                while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
                rm -f %1$s
                """.formatted(pid));
        add(
                name,
                type,
                "stop: [%s], start: [%s], odoo: [%s]".formatted(stop, start, real.script("odoo/odoo-cmd")),
                "{url: \"http://127.0.0.1:%d/web/login\", timeout: PT5M}".formatted(port));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Shell.run(Map.of(), List.of(stop.toString())), "odoo-stop"));
    }

    private void add(String name, String type, String commands, String ready) {
        Path conf = directory.resolve(name + ".conf");
        write(
                conf,
                "[options]\n; a host of tests\ndb_host = 127.0.0.1\ndb_port = %d\ndb_user = %s\ndb_password = odoo\n"
                        .formatted(realPort, role));
        instances.append("""
                  e2e/%s:
                    {type: %s, fqdns: [%s.e2e.test], server: main, role: %s, odooMajor: 19, config: %s,
                     commands: {%s}, ready: %s}
                """.formatted(name, type, name, role, conf, commands, ready));
        write(
                directory.resolve("instances.yaml"),
                "filestores: %s\nservers:\n  main: {host: 127.0.0.1, port: %d, secretRef: postgres-main}\ninstances:\n%s"
                        .formatted(
                                directory.resolve("filestores"),
                                wires.map(w -> w.postgres().port()).orElse(realPort),
                                instances));
    }

    Map<String, String> workerEnvironment() {
        Map<String, String> environment = new TreeMap<>(commandEnvironment());
        wires.ifPresent(w ->
                environment.put("TEMPORAL_ADDRESS", "127.0.0.1:" + w.temporal().port()));
        environment.put("ODOOCTL_INSTANCES", directory.resolve("instances.yaml").toString());
        environment.put("ODOOCTL_SECRETS", directory.resolve("secrets").toString());
        environment.put("ODOOCTL_LISTEN", "127.0.0.1:0");
        environment.put("ODOOCTL_PG_RESTORE", real.script("odoo/bin/pg_restore"));
        return environment;
    }

    Map<String, String> commandEnvironment() {
        return Map.of("TEMPORAL_ADDRESS", temporal.getOrDefault("TEMPORAL_ADDRESS", ""), "ODOOCTL_TASK_QUEUE", queue);
    }

    String temporalCli() {
        return temporal.getOrDefault("TEMPORAL_CLI", "temporal");
    }

    /** What an administrator of PostgreSQL and a reader of S3 know, whatever the secret is called. */
    Secrets secrets() {
        return (of, name) -> new Secret(
                name,
                Map.of(
                        "username",
                        "admin",
                        "password",
                        "admin",
                        "access-key",
                        s3.getOrDefault("S3_ACCESS_KEY", ""),
                        "secret-key",
                        s3.getOrDefault("S3_SECRET_KEY", "")));
    }

    /** Those of the server, called {@code main}, for a worker in this process that finds it there. */
    PostgresDatabases databases(String address, int port) {
        Server main = new Server("main", address, port, "host", "main", "postgres", "prefer", Optional.empty());
        return new PostgresDatabases(
                () -> Map.of("main", main),
                secrets(),
                new PgDump(real.script("odoo/bin/pg_dump")),
                LoadConnections.of(2),
                Rate.unlimited());
    }

    /** A sample backup of about so many bytes. */
    Source.S3 uploadSample(long bytes) {
        return upload("sample.zip", sample(Options.ofSize(bytes)));
    }

    /** The file of a sample backup. */
    Path sample(Options options) {
        Path zip = directory.resolve("sample.zip");
        try (OutputStream out = Files.newOutputStream(zip)) {
            SampleBackup.write(out, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zip;
    }

    Source.S3 upload(String key, Path file) {
        try (S3Client s3Client = S3Client.builder()
                .endpointOverride(URI.create(s3.getOrDefault("S3_ENDPOINT", "")))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        s3.getOrDefault("S3_ACCESS_KEY", ""), s3.getOrDefault("S3_SECRET_KEY", ""))))
                .build()) {
            s3Client.putObject(
                    put -> put.bucket(s3.getOrDefault("S3_BUCKET", "")).key(queue + "/" + key), file);
        }
        return new Source.S3(
                s3.getOrDefault("S3_BUCKET", ""),
                queue + "/" + key,
                Optional.empty(),
                Optional.of(
                        wires.map(w -> "http://127.0.0.1:" + w.s3().port()).orElse(s3.getOrDefault("S3_ENDPOINT", ""))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    WorkflowStub start(String type, String instance, Object request) {
        WorkflowStub stub = client.newUntypedWorkflowStub(
                type,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(queue)
                        .setWorkflowId(type.toLowerCase(Locale.ROOT) + "/e2e/" + instance + "/" + queue + "-"
                                + UUID.randomUUID())
                        .build());
        stub.start(request);
        return stub;
    }

    WorkflowClient client() {
        return client;
    }

    Inventory.Entry inventory(InstanceRef instance) {
        return client.newWorkflowStub(
                        Inventory.class,
                        WorkflowOptions.newBuilder()
                                .setTaskQueue(queue)
                                .setWorkflowExecutionTimeout(Await.LONGEST)
                                .build())
                .run(Inventory.Request.about(Optional.of(instance)))
                .get(0);
    }

    /** A session past all wires. */
    Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + realPort + "/" + database, "postgres", "postgres");
    }

    List<String> query(String database, String sql) {
        try (Connection connection = superuser(database);
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

    void sql(String database, String sql) {
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Databases of this host's instances, and builder roles. */
    List<String> belongings() {
        List<String> found = new ArrayList<>(
                query("postgres", "SELECT datname FROM pg_database WHERE datname LIKE '%.e2e.test-%' ORDER BY 1"));
        found.addAll(query("postgres", "SELECT rolname FROM pg_roles WHERE rolname LIKE 'odooctl%' ORDER BY 1"));
        return found;
    }

    private void secret(String name, String key, String value) {
        Path file = directory.resolve("secrets").resolve(name).resolve(key);
        write(file, value);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path script(String name, String body) {
        Path file = directory.resolve(name);
        write(file, "#!/bin/bash\nset -u\n" + body);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void write(Path file, String text) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
