package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.model.Progress;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** Steps that a watcher can see from outside. */
@ActivityInterface
public interface FakeSteps {
    /** Half done, until a watcher has seen that; then done. */
    @ActivityMethod(name = "LoadDatabase")
    void load();

    /** The first attempt fails. */
    @ActivityMethod(name = "DescribeInstance")
    void stumble();

    /** Each waits for nobody but those who look at it. */
    final class Steps implements FakeSteps {
        private static final Duration LONGEST = Duration.ofSeconds(20);

        @Override
        public void load() {
            ActivityExecutionContext context = Activity.getExecutionContext();
            context.heartbeat(
                    Progress.bytes("loading database", 500_000_000L, 1_000_000_000L, "public.res\u001b[2Jpartner"));
            // A look begins with the steps and ends with this: of the second one it is certain that it saw the
            // progress.
            String workflow = context.getInfo().getWorkflowId();
            int enough = FakeRestore.looks(workflow) + 2;
            long end = System.nanoTime() + LONGEST.toNanos();
            while (FakeRestore.looks(workflow) < enough && System.nanoTime() < end) {
                rest();
            }
        }

        @Override
        public void stumble() {
            ActivityExecutionContext context = Activity.getExecutionContext();
            if (context.getInfo().getAttempt() == 1) {
                throw ApplicationFailure.newFailure("PostgreSQL server main does not answer", "UNAVAILABLE");
            }
        }

        private static void rest() {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
