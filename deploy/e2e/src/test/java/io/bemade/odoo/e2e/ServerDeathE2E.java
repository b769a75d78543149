package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.e2e.Scene.Samples;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Servers die during a load. They are everybody's: nothing else may run meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerDeathE2E {
    private RealStack real;
    private Samples samples;

    @BeforeAll
    void start() throws IOException {
        real = RealStack.require();
        samples = Samples.write(real);
    }

    @Test
    void aRestoreCompletesWhenTheTemporalServerIsKilledDuringTheLoad() throws Exception {
        completesAfter(real::killTemporal);
    }

    @Test
    void aRestoreCompletesWhenPostgresIsRestartedDuringTheLoad() throws Exception {
        Map<String, String> port = Map.of("PG_PORT", real.postgres(18).getOrDefault("PGPORT", ""));
        completesAfter(() -> {
            real.run(Map.of(), List.of(real.script("odoo/postgres-down"), "18")).orThrow();
            real.run(port, List.of(real.script("odoo/postgres-up"), "18")).orThrow();
        });
    }

    private void completesAfter(Runnable accident) throws Exception {
        try (Scene scene = new Scene(real, samples)) {
            scene.wires.postgres().on("COPY public.mail_message", accident);
            WorkflowStub restore = scene.restore();
            RestoreResult result = Await.result(restore, RestoreResult.class);
            assertThat(scene.wires.postgres().tripped()).isTrue();
            assertThat(scene.worker().alive()).isTrue();
            assertThat(result.warnings()).isEmpty();
            new Aftermath(scene.host, scene.name).serves(result.pair(), scene.former);
        }
    }
}
