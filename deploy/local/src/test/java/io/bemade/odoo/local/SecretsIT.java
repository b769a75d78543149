package io.bemade.odoo.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.embedded.PostgresServer;
import io.bemade.odoo.embedded.S3Server;
import io.bemade.odoo.workflows.lock.InstanceLock;
import io.bemade.odoo.workflows.model.Source;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.restore.RestoreResult;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What is secret is nowhere but where it is kept: not in a history, not in a log, not in a message, not on a mark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class SecretsIT {
    private static final List<String> SECRETS =
            List.of(PostgresServer.ADMIN_PASSWORD, S3Server.SECRET_KEY, TestHost.ROLE_PASSWORD);

    /** As simplelogger.properties has it. */
    private static final Path LOG = Path.of(System.getProperty("org.slf4j.simpleLogger.logFile", "target/tests.log"));

    private final World world = new World();

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void areNotInWhatAnOperationLeaves() throws IOException {
        Source.S3 good = world.upload("secrets.zip", World.sample(2_000_000));
        List<WorkflowStub> operations = new ArrayList<>();
        operations.add(world.start("Restore", World.STAGING, RestoreRequest.of(World.STAGING, good)));
        operations.get(0).getResult(RestoreResult.class);
        for (Source.S3 bad : List.of(
                world.upload("no-zip.zip", new byte[] {'P', 'K', 3, 4}),
                world.source("nothing.zip"),
                with(good, "no-such-secret"))) {
            WorkflowStub failing = world.start("Restore", World.STAGING, RestoreRequest.of(World.STAGING, bad));
            assertThatThrownBy(() -> failing.getResult(RestoreResult.class))
                    .isInstanceOf(WorkflowFailedException.class);
            operations.add(failing);
        }
        operations.add(world.client().newUntypedWorkflowStub(InstanceLock.workflowId(World.STAGING)));

        StringBuilder found = new StringBuilder(Files.readString(LOG));
        world.databases().forEach(found::append);
        for (WorkflowStub operation : operations) {
            String id = operation.getExecution().getWorkflowId();
            found.append(world.client().fetchHistory(id).getEvents());
        }
        String everything = found.toString();

        assertThat(everything).as("what is searched").contains("secrets.zip", "LoadDatabase", "InspectSource: ");
        SECRETS.forEach(secret -> assertThat(everything.contains(secret))
                .as("a secret is in a history, a log or a mark")
                .isFalse());
    }

    private static Source.S3 with(Source.S3 source, String secret) {
        return new Source.S3(
                source.bucket(),
                source.key(),
                Optional.of(secret),
                source.endpoint(),
                source.region(),
                source.pathStyle(),
                source.caSecretRef());
    }
}
