package io.bemade.odoo.starter.fake;

import io.bemade.odoo.workflows.model.Progress;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.failure.ApplicationFailure;

/** Steps that a watcher can see from outside. */
@ActivityInterface
public interface FakeSteps {
    /** Half done, then done. */
    @ActivityMethod(name = "LoadDatabase")
    void load();

    /** The first attempt fails. */
    @ActivityMethod(name = "DescribeInstance")
    void stumble();

    /** Takes long enough, in short sleeps, for a watcher to look a few times. */
    final class Steps implements FakeSteps {
        @Override
        public void load() {
            for (int percent = 10; percent <= 90; percent += 10) {
                Activity.getExecutionContext()
                        .heartbeat(Progress.bytes(
                                "loading database",
                                percent * 10_000_000L,
                                1_000_000_000L,
                                "public.res\u001b[2Jpartner"));
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
                Thread.sleep(150);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
