package io.bemade.odoo.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.sample.Options;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.bemade.odoo.workflows.retention.RetentionCleanup;
import io.bemade.odoo.workflows.retention.RetentionResult;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.rollback.RollbackResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers older than 18, with an administrator that is no superuser: other rules for roles, other statements. */
class OlderServerE2E {
    @Test
    void aDumpOfANewerServerIsRefusedByNameAndLeavesNothing() {
        RealStack real = RealStack.require();
        try (E2eHost host = new E2eHost(real, 15)) {
            host.addPlain("older", "production");
            Source backup = host.upload("newer.zip", real.backup("odoo19-demo.zip"));
            List<String> before = host.belongings();
            try (WorkerProcess worker = WorkerProcess.start(host.directory, host.workerEnvironment())) {
                assertThatThrownBy(() -> Await.result(
                                host.start("Restore", "older", RestoreRequest.of(InstanceRef.of("e2e/older"), backup)),
                                RestoreResult.class))
                        .rootCause()
                        .hasMessageContaining("the dump is of PostgreSQL 18 and the server runs 15");
                assertThat(worker.alive()).isTrue();
            }
            assertThat(host.belongings()).isEqualTo(before);
        }
    }

    /** Two restores, a rollback, and the deletion of the pair that it left. */
    @ParameterizedTest
    @ValueSource(ints = {15, 17})
    void aPairIsBuiltServedLeftAndDeletedOn(int version) throws Exception {
        InstanceRef instance = InstanceRef.of("e2e/on" + version);
        try (E2eHost host = new E2eHost(RealStack.require(), version)) {
            host.addPlain(instance.name(), "staging");
            Source backup = host.upload(
                    "sample.zip", host.sample(Options.ofSize(3_000_000).withPostgres(version)));
            try (WorkerProcess worker = WorkerProcess.start(host.directory, host.workerEnvironment())) {
                RestoreResult first = restore(host, instance, backup);
                RestoreResult second = restore(host, instance, backup);
                assertThat(first.warnings()).isEmpty();
                assertThat(second.warnings()).isEmpty();
                Aftermath aftermath = new Aftermath(host, instance.name());
                aftermath.serves(second.pair(), first.pair());

                RollbackResult back = Await.result(
                        host.start("Rollback", instance.name(), forgetting(instance)), RollbackResult.class);
                assertThat(back.pair()).isEqualTo(first.pair());
                RetentionResult deletion = Await.result(
                        host.client().newUntypedWorkflowStub(RetentionCleanup.workflowId(instance, second.pair())),
                        RetentionResult.class);
                assertThat(deletion.deleted()).as(deletion.message()).isTrue();
                aftermath.serves(first.pair());
                assertThat(worker.alive()).isTrue();
            }
        }
    }

    private static RestoreResult restore(E2eHost host, InstanceRef instance, Source backup) throws Exception {
        return Await.result(
                host.start("Restore", instance.name(), RestoreRequest.of(instance, backup)), RestoreResult.class);
    }

    private static RollbackRequest forgetting(InstanceRef instance) {
        return new RollbackRequest(
                instance, Optional.empty(), Optional.of(Duration.ZERO), Optional.empty(), Optional.empty());
    }
}
