package io.bemade.odoo.workflows.compensation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompensationsTest {
    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());
    private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

    @BeforeEach
    void start() {
        Worker worker = temporal.newWorker("q");
        worker.registerWorkflowImplementationTypes(Story.Told.class);
        worker.registerActivitiesImplementations((Effects) effect -> {
            journal.add(effect);
            if (effect.endsWith("!")) {
                throw ApplicationFailure.newNonRetryableFailure("cannot " + effect, "REFUSED");
            }
        });
        temporal.start();
    }

    @AfterEach
    void stop() {
        temporal.close();
    }

    @Test
    void undoesTheNewestFirstAndTheFailedStepToo() {
        fail("a", "b", "c!");
        assertThat(journal).containsExactly("a", "b", "c!", "undo c!!", "undo b", "undo a");
    }

    @Test
    void goesOnPastAFailingUndoAndRemembersIt() {
        WorkflowStub story = fail("a", "bad", "c!");
        assertThat(journal).containsExactly("a", "bad", "c!", "undo c!!", "undo bad!", "undo a");
        assertThat(story.query("leftBehind", String[].class)).containsExactly("effect c!", "effect bad");
    }

    @Test
    void undoesAfterACancellation() {
        WorkflowStub story = story("a", "wait");
        temporal.sleep(Duration.ofMinutes(1));
        story.cancel();
        assertThatThrownBy(() -> story.getResult(Void.class)).isInstanceOf(WorkflowFailedException.class);
        assertThat(journal).containsExactly("a", "undo a");
    }

    @Test
    void undoesNothingPastThePointOfNoReturn() {
        fail("a", "commit", "b!");
        assertThat(journal).containsExactly("a", "b!", "undo b!!");
    }

    private WorkflowStub fail(String... steps) {
        WorkflowStub story = story(steps);
        assertThatThrownBy(() -> story.getResult(Void.class)).isInstanceOf(WorkflowFailedException.class);
        return story;
    }

    private WorkflowStub story(String... steps) {
        WorkflowStub story = temporal.getWorkflowClient()
                .newUntypedWorkflowStub(
                        "Story", WorkflowOptions.newBuilder().setTaskQueue("q").build());
        story.start((Object) steps);
        return story;
    }

    /** Notes an effect; one that ends with an exclamation mark fails after it was noted. */
    @ActivityInterface
    public interface Effects {
        @ActivityMethod(name = "Effect")
        void happen(String effect);
    }

    /** Runs named steps; {@code commit} and {@code wait} are special, {@code bad} cannot be undone. */
    @WorkflowInterface
    public interface Story {
        @WorkflowMethod(name = "Story")
        void run(String[] steps);

        @QueryMethod(name = "leftBehind")
        List<String> leftBehind();

        /** The story. */
        class Told implements Story {
            private final Compensations compensations = new Compensations();
            private final Effects effects = Workflow.newActivityStub(
                    Effects.class,
                    ActivityOptions.newBuilder()
                            .setStartToCloseTimeout(Duration.ofSeconds(10))
                            .build());

            @Override
            public void run(String[] steps) {
                try {
                    for (String step : steps) {
                        tell(step);
                    }
                } catch (TemporalFailure failure) {
                    compensations.undoAll();
                    throw failure;
                }
            }

            private void tell(String step) {
                switch (step) {
                    case "commit" -> compensations.commit();
                    case "wait" -> Workflow.sleep(Duration.ofDays(1));
                    default ->
                        compensations.run(
                                "effect " + step, () -> effects.happen(step), () -> effects.happen(undo(step)));
                }
            }

            private static String undo(String step) {
                return "undo " + step + (step.equals("bad") || step.endsWith("!") ? "!" : "");
            }

            @Override
            public List<String> leftBehind() {
                return compensations.leftBehind();
            }
        }
    }
}
