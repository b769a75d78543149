package io.bemade.odoo.activities.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.embedded.PostgresServer;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** A real server with a certificate for 127.0.0.1, and whom we take it for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTlsTest {
    private static final String PASSWORD = "changeit";

    private Path directory = Path.of("");
    private PostgresServer server;
    private String itsOwn;
    private String anothers;

    @BeforeAll
    void encrypt(@TempDir Path scratch) throws Exception {
        directory = scratch;
        server = PostgresServer.start(Path.of("target", "postgres-tls"), RealPostgres.BINARIES);
        itsOwn = certificate("its-own");
        anothers = certificate("another");
        server.execute("ALTER SYSTEM SET ssl_cert_file = '" + directory.resolve("its-own.crt") + "'");
        server.execute("ALTER SYSTEM SET ssl_key_file = '" + directory.resolve("its-own.key") + "'");
        server.execute("ALTER SYSTEM SET ssl = on");
        server.execute("SELECT pg_reload_conf()");
        long end = System.nanoTime() + 10_000_000_000L;
        while (!encrypted("127.0.0.1", "prefer", Optional.empty(), "") && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aServerIsBelievedWhomTheAuthorityHasSigned() throws SQLException {
        assertThat(encrypted("127.0.0.1", "verify-full", Optional.of("ca"), itsOwn))
                .isTrue();
        assertThat(encrypted("127.0.0.1", "verify-full", Optional.of("ca"), anothers + itsOwn))
                .as("one of several")
                .isTrue();
    }

    @Test
    void aServerIsNotBelievedWhomNobodyHasSigned() {
        assertThatThrownBy(() -> encrypted("127.0.0.1", "verify-full", Optional.of("ca"), anothers))
                .isInstanceOf(SQLException.class)
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void itsNameCountsWhereItIsAskedFor() throws SQLException {
        assertThat(encrypted("localhost", "verify-ca", Optional.of("ca"), itsOwn))
                .isTrue();
        assertThatThrownBy(() -> encrypted("localhost", "verify-full", Optional.of("ca"), itsOwn))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("hostname");
    }

    @Test
    void aSecretWithoutACertificateIsNamed() {
        assertThatThrownBy(() -> encrypted("127.0.0.1", "verify-full", Optional.of("ca"), "nonsense"))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("\"ca.crt\" of secret ca holds no certificate");
    }

    /** What a worker inside a volume is given with its login. */
    @Test
    void aBuildersLoginSaysHowItConnects() throws SQLException {
        StoragePair pair = new StoragePair(
                InstanceRef.of("shop/erp"), "main", new DatabaseName("postgres"), new FilestoreName("odoo-data-erp"));
        Map<String, String> login = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                String.valueOf(server.port()),
                "user",
                PostgresServer.ADMIN,
                "password",
                PostgresServer.ADMIN_PASSWORD,
                "ssl-mode",
                "verify-full",
                "ca.crt",
                itsOwn));
        BuilderLogin builder = new BuilderLogin(pair, (namespace, name) -> new Secret(name, login), "login");
        try (Connection connection = builder.connectAsBuilder(pair)) {
            assertThat(encrypted(connection)).isTrue();
        }
        login.put("ca.crt", anothers);
        assertThatThrownBy(() -> builder.connectAsBuilder(pair))
                .hasStackTraceContaining("unable to find valid certification path");
    }

    /** A stand-in shows what it was given: the real one is tried where there is one. */
    @Test
    void pgDumpIsGivenTheSameAuthorityAsLongAsItReads() throws IOException {
        Path program = directory.resolve("pg_dump");
        Files.writeString(
                program, "#!/bin/sh\ngrep -q CERTIFICATE \"$PGSSLROOTCERT\" && echo \"$PGSSLMODE $PGSSLROOTCERT\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        StoragePair pair = new StoragePair(
                InstanceRef.of("shop/erp"), "main", new DatabaseName("postgres"), new FilestoreName("odoo-data-erp"));
        PgDump.Original original = new PgDump.Original(
                pair, server("127.0.0.1", "verify-full", Optional.of("ca")), secrets(itsOwn), "odoo", "snapshot");
        String[] given;
        try (InputStream out = new PgDump(program.toString()).afterRows(original)) {
            given = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ");
        }
        assertThat(given).hasSize(2).startsWith("verify-full");
        assertThat(Path.of(given[1])).doesNotExist();
    }

    /** Who sends holds what a close over TLS wants, for as long as the server does not read. */
    @Test
    @Timeout(60)
    void whoSendsToAServerThatStandsStillCanBeCutOff() throws Exception {
        try (Connection sender =
                server("127.0.0.1", "require", Optional.empty()).admin(secrets(""))) {
            Sql.execute(sender, "CREATE TEMPORARY TABLE t (a text)");
            String backend = String.valueOf(sender.unwrap(PGConnection.class).getBackendPID());
            CopyIn copy = sender.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN");
            byte[] row = ("x".repeat(100_000) + "\n").getBytes(StandardCharsets.US_ASCII);
            AtomicLong sent = new AtomicLong();
            signal("STOP", backend);
            try {
                CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(copy, row, sent));
                awaitStandstill(sent);
                CompletableFuture.runAsync(() -> Lanes.cut(sender)).get(30, TimeUnit.SECONDS);
                assertThatThrownBy(() -> sending.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseInstanceOf(IOException.class);
            } finally {
                signal("CONT", backend);
            }
        }
    }

    private static void send(CopyIn copy, byte[] row, AtomicLong sent) {
        try {
            while (true) {
                copy.writeToCopy(row, 0, row.length);
                sent.addAndGet(row.length);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitStandstill(AtomicLong sent) throws InterruptedException {
        long before = -1;
        while (sent.get() == 0 || sent.get() != before) {
            before = sent.get();
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }

    private static void signal(String name, String process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, process).start().waitFor())
                .isZero();
    }

    private boolean encrypted(String host, String mode, Optional<String> caSecretRef, String pem) throws SQLException {
        try (Connection connection = server(host, mode, caSecretRef).admin(secrets(pem))) {
            return encrypted(connection);
        }
    }

    private Server server(String host, String mode, Optional<String> caSecretRef) {
        return new Server("main", host, server.port(), "shop", "admin", "postgres", mode, caSecretRef);
    }

    private static Secrets secrets(String pem) {
        return (namespace, name) -> new Secret(
                name,
                Map.of(
                        "username", PostgresServer.ADMIN,
                        "password", PostgresServer.ADMIN_PASSWORD,
                        "ca.crt", pem));
    }

    private static boolean encrypted(Connection connection) throws SQLException {
        return Sql.column(connection, "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                .contains("true");
    }

    /** Signs itself; its key and itself as files. */
    private String certificate(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        Path key = directory.resolve(name + ".key");
        Files.writeString(
                key,
                pem("PRIVATE KEY", loaded.getKey(name, PASSWORD.toCharArray()).getEncoded()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String certificate = pem("CERTIFICATE", loaded.getCertificate(name).getEncoded());
        Files.writeString(directory.resolve(name + ".crt"), certificate);
        return certificate;
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }
}
