package io.bemade.odoo.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatcherConfigurationTest {
    @Test
    void whatIsNotGivenIsAsDocumented() {
        WatcherConfiguration configuration = WatcherConfiguration.fromEnvironment(Map.of());
        assertThat(configuration.taskQueue()).isEqualTo("odoo");
        assertThat(configuration.namespaces()).isEmpty();
        assertThat(configuration.listen()).map(Object::toString).contains("/127.0.0.1:9464");
        assertThat(configuration.resync()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.concurrency()).isEqualTo(8);
    }

    @Test
    void namespacesAreNamedOnce() {
        assertThat(WatcherConfiguration.fromEnvironment(Map.of("ODOOCTL_NAMESPACES", " shop, erp ,shop"))
                        .namespaces())
                .containsExactly("erp", "shop");
    }

    @Test
    void aListOfNothingIsNotAll() {
        assertThatThrownBy(() -> WatcherConfiguration.fromEnvironment(Map.of("ODOOCTL_NAMESPACES", ",")))
                .hasMessageContaining("ODOOCTL_NAMESPACES=\",\" is not");
    }

    @Test
    void allProblemsAreSaidAtOnce() {
        assertThatThrownBy(() -> WatcherConfiguration.fromEnvironment(Map.of(
                        "ODOOCTL_NAMESPACES", "Shop",
                        "ODOOCTL_LISTEN", "9464",
                        "ODOOCTL_WATCH_RESYNC", "PT2H",
                        "ODOOCTL_WATCH_CONCURRENCY", "0")))
                .hasMessageContainingAll(
                        "ODOOCTL_NAMESPACES=\"Shop\"",
                        "ODOOCTL_LISTEN=\"9464\"",
                        "ODOOCTL_WATCH_RESYNC=\"PT2H\"",
                        "ODOOCTL_WATCH_CONCURRENCY=\"0\"");
    }

    @Test
    void thePageSaysWhatTheCodeReads() throws IOException {
        String page = Files.readString(Path.of("../docs/watcher.md"));
        for (WatcherConfiguration.Variable variable : WatcherConfiguration.VARIABLES) {
            String standard = variable.standard().isEmpty() ? "" : "`" + variable.standard() + "`";
            assertThat(page).contains("| `%s` | %s | %s |".formatted(variable.name(), standard, variable.meaning()));
        }
    }
}
