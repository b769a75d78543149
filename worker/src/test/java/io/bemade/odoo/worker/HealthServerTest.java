package io.bemade.odoo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthServerTest {
    private final AtomicReference<String> unready = new AtomicReference<>("");
    private final HealthServer server = serve();
    private final HttpClient http = HttpClient.newHttpClient();

    private HealthServer serve() {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return new HealthServer(address, unready::get, () -> "restores_total 1\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"/healthz, ok", "/readyz, ready", "/metrics, restores_total 1"})
    void answers(String path, String says) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(says + "\n");
    }

    @Test
    void aWorkerThatTakesNoWorkIsAliveAndSaysWhyItIsNotReady() throws Exception {
        unready.set("Temporal at 127.0.0.1:7233 does not answer");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("Temporal at 127.0.0.1:7233 does not answer\n");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void nothingElseIsThere() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
        return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
