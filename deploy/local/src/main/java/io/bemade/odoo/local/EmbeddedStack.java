package io.bemade.odoo.local;

import io.bemade.odoo.embedded.Closing;
import io.bemade.odoo.embedded.LoopbackPort;
import io.bemade.odoo.embedded.Passwords;
import io.bemade.odoo.embedded.PostgresServer;
import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.embedded.ServerException;
import io.bemade.odoo.embedded.TemporalServer;
import io.bemade.odoo.workflows.model.InstanceRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All that {@code odooctl} needs, below one directory and inside this process tree: PostgreSQL, S3, Temporal, and production
 * instance {@code demo/erp} with a stand-in for its Odoo, not started and without a database yet. It begins anew each time,
 * ends with the process, and leaves no file below that directory.
 */
public final class EmbeddedStack implements AutoCloseable {
    /** The bucket that is there for backups. */
    public static final String BUCKET = "odoo-backups";

    /** Name of the secret with {@code access-key} and {@code secret-key} of the S3 server. */
    public static final String S3_SECRET = "s3-credentials";

    private final Closing closing;
    private final StackDirectory directory;
    private final DemoInstance instance;
    private final PostgresServer postgres;
    private final S3Server s3;
    private final TemporalServer temporal;
    private final StandInOdoo odoo;

    /** {@code ${TMPDIR:-/tmp}/odooctl-demo-<user>}. */
    public static Path defaultDirectory() {
        String temporary = System.getenv().getOrDefault("TMPDIR", "/tmp");
        return Path.of(temporary, "odooctl-demo-" + System.getProperty("user.name"));
    }

    /**
     * With Temporal's development server where {@code temporal} is on the PATH, else in memory.
     *
     * @param directory removed at the end
     * @param programs where PostgreSQL's programs stay unpacked; shared by stacks
     * @throws ServerException one sentence; nothing is left running
     */
    public static EmbeddedStack start(Path directory, Path programs) {
        return start(directory, programs, TemporalServer::start);
    }

    /** The same with Temporal in memory, whatever is installed. */
    public static EmbeddedStack startInMemory(Path directory, Path programs) {
        return start(directory, programs, ignored -> TemporalServer.inMemory());
    }

    private static EmbeddedStack start(Path directory, Path programs, Function<Path, TemporalServer> temporal) {
        Closing closing = Closing.atExit();
        try {
            return new EmbeddedStack(closing, closing.add(StackDirectory.claim(directory)), programs, temporal);
        } catch (IOException e) {
            closing.close();
            throw new ServerException(
                    "the demo could not be started below " + directory + ": " + e.getMessage()
                            + ": choose another directory with --dir",
                    e);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    private EmbeddedStack(
            Closing closing, StackDirectory directory, Path programs, Function<Path, TemporalServer> chosen)
            throws IOException {
        this.closing = closing;
        this.directory = directory;
        this.instance = new DemoInstance(directory.path());
        ExecutorService starting = Executors.newFixedThreadPool(3);
        try {
            var postgresStart = begin(starting, () -> PostgresServer.start(path("postgres"), programs));
            var s3Start = begin(starting, () -> S3Server.start(path("s3")));
            var temporalStart = begin(starting, () -> chosen.apply(path("temporal")));
            CompletableFuture.allOf(postgresStart, s3Start, temporalStart)
                    .exceptionally(failure -> null)
                    .join();
            this.postgres = ready(postgresStart);
            this.s3 = ready(s3Start);
            this.temporal = ready(temporalStart);
        } finally {
            starting.shutdown();
        }
        this.odoo = populate();
    }

    private <T extends AutoCloseable> CompletableFuture<T> begin(ExecutorService starting, Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> closing.add(start.get()), starting);
    }

    private static <T> T ready(CompletableFuture<T> started) {
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException understood) {
                throw understood;
            }
            throw e;
        }
    }

    private StandInOdoo populate() throws IOException {
        String rolePassword = Passwords.random();
        postgres.createInstanceRole(DemoInstance.ROLE, rolePassword);
        s3.createBucket(BUCKET);
        SecretFiles secrets = new SecretFiles(secrets());
        secrets.write(
                DemoInstance.SERVER_SECRET,
                Map.of("username", PostgresServer.ADMIN, "password", PostgresServer.ADMIN_PASSWORD));
        secrets.write(S3_SECRET, Map.of("access-key", S3Server.ACCESS_KEY, "secret-key", S3Server.SECRET_KEY));
        int httpPort = LoopbackPort.free();
        instance.write(postgres.port(), rolePassword, httpPort);
        return closing.add(StandInOdoo.watch(instance.home(), httpPort));
    }

    private Path path(String name) {
        return directory.path().resolve(name);
    }

    /** Closed before the stack's own servers, newest first, and also when the process is interrupted. */
    public <T extends AutoCloseable> T closeWith(T resource) {
        return closing.add(resource);
    }

    public Path directory() {
        return directory.path();
    }

    public InstanceRef instance() {
        return new InstanceRef("demo", "erp");
    }

    public Path instancesFile() {
        return instance.instancesFile();
    }

    /** {@code <name>/<key>}, mode 600. */
    public Path secrets() {
        return path("secrets");
    }

    public Path filestores() {
        return instance.filestores();
    }

    public Path odooConf() {
        return instance.configuration();
    }

    public String role() {
        return DemoInstance.ROLE;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public S3Server s3() {
        return s3;
    }

    public TemporalServer temporal() {
        return temporal;
    }

    public StandInOdoo odoo() {
        return odoo;
    }

    /** Ends everything, newest first, and removes its files. Safe to call twice. */
    @Override
    public void close() {
        closing.close();
    }
}
