package io.bemade.odoo.local;

import io.bemade.odoo.embedded.Closing;
import io.bemade.odoo.embedded.Directories;
import io.bemade.odoo.embedded.PostgresServer;
import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.embedded.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A host as operations know it, in one directory: PostgreSQL, S3, secrets, {@code instances.yaml}, and for each instance an
 * {@code odoo.conf} and a stand-in for Odoo that serves {@code /web/login} from the database its configuration names. No
 * real Odoo runs here.
 */
public final class TestHost implements AutoCloseable {
    public static final String BUCKET = "odoo-backups";

    /** Role of every instance, and its password. */
    public static final String ROLE = "odoo_demo";

    static final String ROLE_PASSWORD = "marker-of-the-role-7319";

    private final Path directory;
    private final Closing closing;
    private final PostgresServer postgres;
    private final S3Server s3;
    private final Map<String, TestOdoo> instances = new TreeMap<>();

    private TestHost(Path directory, Closing closing, PostgresServer postgres, S3Server s3) {
        this.directory = directory;
        this.closing = closing;
        this.postgres = postgres;
        this.s3 = s3;
    }

    /**
     * Starts servers below the directory, both at once.
     *
     * @param instances name and type of each, such as {@code demo/erp} and {@code production}
     * @throws ServerException one sentence
     */
    public static TestHost start(Path directory, Map<String, String> instances) {
        Closing closing = Closing.atExit();
        closing.add(() -> Directories.delete(directory));
        CompletableFuture<PostgresServer> postgres =
                CompletableFuture.supplyAsync(() -> closing.add(PostgresServer.start(directory.resolve("postgres"))));
        try {
            S3Server s3 = closing.add(S3Server.start(directory.resolve("s3")));
            s3.createBucket(BUCKET);
            TestHost host = new TestHost(directory, closing, postgres.join(), s3);
            host.postgres.createInstanceRole(ROLE, ROLE_PASSWORD);
            host.configure(instances);
            return host;
        } catch (CompletionException e) {
            closing.close();
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (IOException e) {
            closing.close();
            throw new IllegalStateException(directory + " cannot be written to: choose another with --dir", e);
        }
    }

    private void configure(Map<String, String> types) throws IOException {
        secret("postgres-main", "username", PostgresServer.ADMIN);
        secret("postgres-main", "password", PostgresServer.ADMIN_PASSWORD);
        secret("s3-wrong", "access-key", S3Server.ACCESS_KEY);
        secret("s3-wrong", "secret-key", "not-the-key");
        secret("s3-credentials", "access-key", S3Server.ACCESS_KEY);
        secret("s3-credentials", "secret-key", S3Server.SECRET_KEY);
        StringBuilder yaml = new StringBuilder("filestores: %s%nservers:%n  main: {host: %s, port: %d, secretRef: %s}%n"
                .formatted(filestores(), postgres.host(), postgres.port(), "postgres-main"));
        yaml.append("instances:\n");
        for (Map.Entry<String, String> type : types.entrySet()) {
            TestOdoo odoo = closing.add(
                    TestOdoo.make(directory.resolve(type.getKey().replace('/', '-')), postgres, ROLE, ROLE_PASSWORD));
            instances.put(type.getKey(), odoo);
            yaml.append(odoo.yaml(type.getKey(), type.getValue()));
        }
        Files.createDirectories(filestores());
        Files.writeString(directory.resolve("instances.yaml"), yaml);
    }

    private void secret(String name, String key, String value) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("secrets").resolve(name));
        Path file = folder.resolve(key);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, value + "\n");
    }

    /** Each test class has a Temporal with a clock of its own, and tickets come from the clock. */
    void forgetTickets() {
        for (TestOdoo odoo : instances.values()) {
            try {
                Files.deleteIfExists(
                        odoo.conf().resolveSibling(".odoo.conf.odooctl").resolve("ticket"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public Path directory() {
        return directory;
    }

    /** Root of the data directories. */
    public Path filestores() {
        return directory.resolve("filestores");
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public S3Server s3() {
        return s3;
    }

    public TestOdoo odoo(String instance) {
        TestOdoo odoo = instances.get(instance);
        if (odoo == null) {
            throw new IllegalArgumentException(instance + " is none of " + instances.keySet());
        }
        return odoo;
    }

    public List<String> instances() {
        return List.copyOf(instances.keySet());
    }

    /** What a worker of this host must find in its environment. */
    public Map<String, String> workerEnvironment() {
        return Map.of(
                "ODOOCTL_INSTANCES",
                directory.resolve("instances.yaml").toString(),
                "ODOOCTL_SECRETS",
                directory.resolve("secrets").toString(),
                // Whatever the machine has: production stands still here, and is copied by its server.
                "ODOOCTL_PG_DUMP",
                "no-pg_dump",
                "ODOOCTL_LISTEN",
                "off");
    }

    @Override
    public void close() {
        closing.close();
    }
}
