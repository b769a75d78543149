package io.bemade.odoo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeWorkerConfigurationTest {
    private static final Map<String, String> GIVEN = Map.of(
            "ODOOCTL_TASK_QUEUE", "volume/shop/odoo-data-erp-1a2b3c4d",
            "ODOOCTL_INSTANCE", "shop/erp",
            "ODOOCTL_SERVER", "main",
            "ODOOCTL_DATABASE", "erp.example.com-1a2b3c4d",
            "ODOOCTL_FILESTORE", "odoo-data-erp-1a2b3c4d",
            "ODOOCTL_OPERATION", "restore/shop/erp/1");

    @Test
    void theDefaultsArePinned() {
        VolumeWorkerConfiguration configuration = VolumeWorkerConfiguration.fromEnvironment(GIVEN);
        assertThat(configuration.volumes()).hasToString("/volumes");
        assertThat(configuration.secrets()).hasToString("/etc/odooctl/secrets");
        assertThat(configuration.login()).isEqualTo("odooctl-database");
        assertThat(configuration.threads()).isEqualTo(4);
        assertThat(configuration.s3Connections()).isEqualTo(8);
        assertThat(configuration.listen())
                .hasValueSatisfying(address -> assertThat(address.getPort()).isEqualTo(9464));
        assertThat(configuration.building().createdAt()).isEqualTo(Instant.EPOCH);
        assertThat(configuration.building().pair().instance()).hasToString("shop/erp");
    }

    @Test
    void allProblemsAreSaidAtOnce() {
        Map<String, String> wrong = new HashMap<>(GIVEN);
        wrong.put("ODOOCTL_INSTANCE", "erp");
        wrong.put("ODOOCTL_FILESTORE", "../etc");
        wrong.put("ODOOCTL_FILESTORE_THREADS", "none");
        wrong.remove("ODOOCTL_SERVER");
        wrong.remove("ODOOCTL_DATABASE");
        assertThatThrownBy(() -> VolumeWorkerConfiguration.fromEnvironment(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ODOOCTL_INSTANCE=\"erp\"")
                .hasMessageContaining("ODOOCTL_FILESTORE=\"../etc\"")
                .hasMessageContaining("ODOOCTL_FILESTORE_THREADS=\"none\"")
                .hasMessageContaining("ODOOCTL_SERVER is missing")
                .hasMessageContaining("ODOOCTL_DATABASE is missing");
    }
}
