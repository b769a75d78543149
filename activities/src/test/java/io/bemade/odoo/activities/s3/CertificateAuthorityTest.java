package io.bemade.odoo.activities.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Source;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An https server whose certificate nobody has signed but itself. */
class CertificateAuthorityTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static HttpsServer server;

    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static String pem;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        KeyStore keys = selfSigned(directory.resolve("keys.p12"));
        pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("s3").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("ETag", "\"1\"");
            exchange.getResponseHeaders().add("Content-Length", "7");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    private static KeyStore selfSigned(Path file) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String arguments =
                "-genkeypair -alias s3 -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -storepass changeit"
                        + " -keypass changeit -storetype PKCS12 -keystore " + file;
        ProcessBuilder builder = new ProcessBuilder((keytool + " " + arguments).split(" ")).inheritIO();
        assertThat(builder.start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void trustsTheAuthorityInTheSecret() {
        try (S3BackupStore store = store(pem)) {
            assertThat(store.open(source(Optional.of("ca")), "shop").size()).isEqualTo(7);
        }
    }

    @Test
    void trustsNobodyElse() {
        try (S3BackupStore store = store(pem)) {
            assertThatExceptionOfType(OrchestratorException.class)
                    .isThrownBy(() -> store.open(source(Optional.empty()), "shop"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                    .withMessageContaining("is not trusted: name its authority in source.caSecretRef");
        }
    }

    @Test
    void namesTheSecretThatHoldsNoCertificate() {
        try (S3BackupStore store = store("this is no certificate")) {
            assertThatExceptionOfType(OrchestratorException.class)
                    .isThrownBy(() -> store.open(source(Optional.of("ca")), "shop"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                    .withMessageContaining("secret ca holds no certificate");
        }
    }

    private static S3BackupStore store(String ca) {
        Map<String, String> values = Map.of("access-key", "a", "secret-key", "s", "ca.crt", ca);
        Patience once = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), 1, 1, Duration.ZERO);
        return new S3BackupStore((namespace, name) -> new Secret(name, values), once);
    }

    private static Source.S3 source(Optional<String> ca) {
        String endpoint = "https://127.0.0.1:" + server.getAddress().getPort();
        return new Source.S3("b", "k", Optional.empty(), Optional.of(endpoint), Optional.empty(), Optional.empty(), ca);
    }
}
