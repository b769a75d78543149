package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** {@code /web/login} of an Odoo, which it cannot show without its database. */
final class LoginPage {
    private static final Duration ONE_TRY = Duration.ofSeconds(20);

    // Redirects are not followed: one to the database selector means that the database is not the only one.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Empty when it is shown, else what was wrong. */
    String ask(String address, int port) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        URI page = URI.create("http://" + host + ":" + port + "/web/login");
        try {
            int status = http.send(
                            HttpRequest.newBuilder(page).timeout(ONE_TRY).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 200 ? "" : page + " answered " + status;
        } catch (IOException e) {
            return page + " did not answer (" + e.getClass().getSimpleName() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(ErrorCode.UNAVAILABLE, "the wait for " + page + " was interrupted", e);
        }
    }
}
