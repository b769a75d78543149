package io.bemade.odoo.workflows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.Json;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operations that are under way when a worker is replaced by a newer one must go on: each recorded history is told again
 * by today's code. A history is recorded anew only when no operation of that release can be under way any more.
 */
class ReplayTest {
    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(Json.dataConverter())
                            .build())
                    .build());
    /** Nothing here is about how fast it is told, and a replay has one try. */
    private final Worker worker = temporal.newWorker(
            "odoo",
            WorkerOptions.newBuilder()
                    .setDefaultDeadlockDetectionTimeout(Duration.ofMinutes(1).toMillis())
                    .build());

    @BeforeEach
    void register() {
        Workflows.register(worker, false);
    }

    @AfterEach
    void close() {
        temporal.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "restore-first",
                "restore-second",
                "restore-undone",
                "restore-cancelled",
                "clone",
                "reload",
                "rollback",
                "retention",
                "removal",
                "lock"
            })
    void todaysCodeTellsTheSameStory(String history) {
        assertThatCode(() -> replay(text(history))).doesNotThrowAnyException();
    }

    @Test
    void anotherStoryIsNoticed() throws IOException {
        String changed = text("restore-first").replace("\"CreateFilestore\"", "\"SomethingElse\"");
        assertThatThrownBy(() -> replay(changed)).hasStackTraceContaining("SomethingElse");
    }

    private void replay(String history) throws Exception {
        WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(history), worker);
    }

    private static String text(String history) throws IOException {
        String resource = "/histories/" + history + ".json";
        try (InputStream in = Objects.requireNonNull(ReplayTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
