package io.bemade.odoo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerConfigurationTest {
    @Test
    void theDefaultsArePinned() {
        WorkerConfiguration defaults = WorkerConfiguration.fromEnvironment(Map.of());
        assertThat(defaults.taskQueue()).isEqualTo("odoo");
        assertThat(defaults.instances()).hasToString("/etc/odooctl/instances.yaml");
        assertThat(defaults.secrets()).hasToString("/etc/odooctl/secrets");
        assertThat(defaults.listen()).hasValueSatisfying(address -> {
            assertThat(address.getHostString()).isEqualTo("127.0.0.1");
            assertThat(address.getPort()).isEqualTo(9464);
        });
        assertThat(defaults.pgRestore()).isEqualTo("pg_restore");
        assertThat(defaults.concurrency()).isEqualTo(8);
        assertThat(defaults.filestoreThreads()).isEqualTo(4);
    }

    @Test
    void allProblemsAreSaidAtOnce() {
        assertThatThrownBy(() -> WorkerConfiguration.fromEnvironment(Map.of(
                        "ODOOCTL_CONCURRENCY", "many",
                        "ODOOCTL_FILESTORE_THREADS", "0",
                        "ODOOCTL_LISTEN", "everywhere")))
                .hasMessageContaining("ODOOCTL_CONCURRENCY=\"many\"")
                .hasMessageContaining("ODOOCTL_FILESTORE_THREADS=\"0\"")
                .hasMessageContaining("ODOOCTL_LISTEN=\"everywhere\"");
    }

    @Test
    void healthCanBeTurnedOff() {
        assertThat(WorkerConfiguration.fromEnvironment(Map.of("ODOOCTL_LISTEN", "off"))
                        .listen())
                .isEmpty();
    }
}
