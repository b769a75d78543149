package io.bemade.odoo.activities.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CommandTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    @Test
    void saysHowItEndedAndTheEndOfWhatItSaid() {
        Command.Result result = run("seq 1 5000; echo oh >&2; exit 3");
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.tail()).endsWith("5000\noh").hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void getsNothingOfOurEnvironmentButWhatItIsGiven() {
        Command.Result result =
                new Command(List.of("env"), Map.of("ODOO_RC", "/etc/odoo.conf"), LONG).run(Pulse.none());
        assertThat(result.tail().lines().map(line -> line.replaceAll("=.*", "")))
                .contains("ODOO_RC")
                .isSubsetOf("ODOO_RC", "PATH", "HOME", "LANG", "LC_ALL", "TZ");
    }

    @Test
    void hearsNothingFromUs() {
        assertThat(run("cat; echo end").tail()).isEqualTo("end");
    }

    @Test
    void isKilledWithAllThatItStartedWhenItTakesTooLong(@TempDir Path directory) throws Exception {
        Path child = directory.resolve("child");
        List<String> argv = List.of("sh", "-c", "sleep 61 & echo $! > \"$0\"; sleep 61", child.toString());
        assertThatThrownBy(() -> new Command(argv, Map.of(), Duration.ofSeconds(1)).run(Pulse.none()))
                .isInstanceOf(OrchestratorException.class)
                .hasMessage("the command sh did not end within 1 s: it was killed");
        Optional<ProcessHandle> started =
                ProcessHandle.of(Long.parseLong(Files.readString(child).strip()));
        if (started.isPresent()) {
            started.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void isKilledWhenNobodyWantsItAnyMore() {
        Command.Result result = new Command(List.of("sleep", "60"), Map.of(), LONG).run(new ClosesAtOnce());
        assertThat(result.exit()).isNotZero();
    }

    @Test
    void aProgramThatWentIntoTheBackgroundIsNotWaitedFor() {
        Command.Result result = run("sleep 2 & echo started");
        assertThat(result).isEqualTo(new Command.Result(0, "started"));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new Command(List.of("/no/such/program"), Map.of(), LONG).run(Pulse.none()))
                .isInstanceOf(OrchestratorException.class)
                .hasMessageContaining("/no/such/program could not be started");
    }

    private static Command.Result run(String script) {
        return new Command(List.of("sh", "-c", script), Map.of(), LONG).run(Pulse.none());
    }

    /** A step that is cancelled as soon as it holds something. */
    private static final class ClosesAtOnce implements Pulse {
        @Override
        public void report(Progress progress) {}

        @Override
        public Registration closeOnAbort(Closeable resource) {
            try {
                resource.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return () -> {};
        }

        @Override
        public boolean aborted() {
            return true;
        }
    }
}
