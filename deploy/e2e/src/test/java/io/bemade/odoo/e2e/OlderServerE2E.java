package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What PostgreSQL 18 wrote, 15 cannot be sure to understand. */
class OlderServerE2E {
    @Test
    void aDumpOfANewerServerIsRefusedByNameAndLeavesNothing() {
        RealStack real = RealStack.require();
        try (E2eHost host = new E2eHost(real, 15, Optional.empty())) {
            host.addPlain("older", "production");
            Source backup = host.upload("newer.zip", real.backup("odoo19-demo.zip"));
            List<String> before = host.belongings();
            try (WorkerProcess worker = WorkerProcess.start(host.directory, host.workerEnvironment())) {
                assertThatThrownBy(() -> host.start(
                                        "Restore", "older", RestoreRequest.of(InstanceRef.of("e2e/older"), backup))
                                .getResult(3, TimeUnit.MINUTES, RestoreResult.class))
                        .rootCause()
                        .hasMessageContaining("the dump is of PostgreSQL 18 and the server runs 15");
                assertThat(worker.alive()).isTrue();
            }
            assertThat(host.belongings()).isEqualTo(before);
        }
    }
}
