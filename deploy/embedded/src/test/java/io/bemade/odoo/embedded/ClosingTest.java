package io.bemade.odoo.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
    @Test
    void closesTheNewestFirstAndEachOnceThoughOneFails() {
        List<String> closed = new ArrayList<>();
        Closing closing = Closing.atExit();
        closing.add(() -> closed.add("first"));
        closing.add(() -> {
            closed.add("second");
            throw new IllegalStateException("does not want to");
        });
        closing.add(() -> closed.add("third"));
        closing.close();
        closing.close();
        assertThat(closed).containsExactly("third", "second", "first");
    }

    @Test
    void closesAtOnceWhatComesTooLate() {
        List<String> closed = new ArrayList<>();
        Closing closing = Closing.atExit();
        closing.close();
        closing.add(() -> closed.add("late"));
        assertThat(closed).containsExactly("late");
    }
}
