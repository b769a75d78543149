package io.bemade.odoo.activities.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LifeLineTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<Runnable> pending = new ArrayList<>();
    private final List<Long> heard = new ArrayList<>();
    private boolean answers = true;

    private final LifeLine line =
            new LifeLine(this::call, pending::add, Duration.ofSeconds(5), Duration.ofSeconds(30), clock::get);

    private void call() {
        if (!answers) {
            throw new IllegalStateException("no answer");
        }
        heard.add(clock.get());
    }

    private void after(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void answer() {
        List.copyOf(pending).forEach(Runnable::run);
        pending.clear();
    }

    @Test
    void isAliveAsLongAsCallsAreAnswered() {
        for (int i = 0; i < 100; i++) {
            after(5);
            line.tug();
            answer();
        }
        assertThat(heard).hasSize(100);
    }

    @Test
    void isDeadWhenNothingWasHeardForSoLong() {
        answers = false;
        for (int i = 0; i < 6; i++) {
            after(5);
            line.tug();
            answer();
        }
        after(1);
        assertThatThrownBy(line::tug)
                .isInstanceOfSatisfying(
                        OrchestratorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("cut off from Temporal for 30 s");
    }

    @Test
    void isDeadWhenACallHangs() {
        for (int i = 0; i < 6; i++) {
            after(5);
            line.tug();
        }
        assertThat(pending).as("one call at a time").hasSize(1);
        after(1);
        assertThatThrownBy(line::tug).isInstanceOf(OrchestratorException.class);
    }

    @Test
    void countsFromTheBeginningOfACall() {
        after(5);
        line.tug();
        after(20);
        answer();
        after(11);
        assertThatThrownBy(line::tug).isInstanceOf(OrchestratorException.class);
    }

    @Test
    void recoversBeforeItIsDead() {
        answers = false;
        after(25);
        line.tug();
        answer();
        answers = true;
        after(5);
        line.tug();
        answer();
        after(29);
        assertThatCode(line::tug).doesNotThrowAnyException();
    }
}
