package io.bemade.odoo.activities.local;

import io.bemade.odoo.activities.local.Host.Ready;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks an Odoo until it answers. */
final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration ONE_TRY = Duration.ofSeconds(20);

    private final InstanceRef instance;
    private final Ready ready;
    // Redirects are not followed: one to the database selector means that the database is not the only one.
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Readiness(InstanceRef instance, Ready ready) {
        this.instance = instance;
        this.ready = ready;
    }

    boolean now(Pulse pulse) {
        return ask(pulse).isEmpty();
    }

    void await(Pulse pulse) {
        long end = System.nanoTime() + ready.timeout().toNanos();
        String answer = ask(pulse);
        while (!answer.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new OrchestratorException(
                        ErrorCode.NOT_READY,
                        instance + " was not ready within " + ready.timeout().toSeconds() + " s; the last answer was: "
                                + answer);
            }
            pulse.report(Progress.step("waits for Odoo: " + answer));
            pause();
            answer = ask(pulse);
        }
    }

    /** Empty when ready, else what was wrong. */
    private String ask(Pulse pulse) {
        String web = ready.url().map(this::web).orElse("");
        return web.isEmpty() && !ready.command().isEmpty() ? command(pulse) : web;
    }

    private String web(String url) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url)).timeout(ONE_TRY).build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "" : url + " answered " + answer.statusCode();
        } catch (IOException e) {
            return url + " did not answer (" + e.getClass().getSimpleName() + ")";
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private String command(Pulse pulse) {
        Command.Result result = new Command(ready.command(), Map.of(), ONE_TRY).run(pulse);
        return result.exit() == 0 ? "" : ready.command().get(0) + " ended with " + result.exit() + ": " + result.tail();
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private OrchestratorException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new OrchestratorException(ErrorCode.UNAVAILABLE, "the wait for " + instance + " was interrupted", e);
    }
}
