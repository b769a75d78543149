package io.bemade.odoo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bemade.odoo.activities.rate.Rate;
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
        assertThat(defaults.pgDump()).isEqualTo("pg_dump");
        assertThat(defaults.concurrency()).isEqualTo(8);
        assertThat(defaults.filestoreThreads()).isEqualTo(4);
        assertThat(defaults.loadConnections()).isEmpty();
        assertThat(defaults.s3Connections()).isEqualTo(8);
        assertThat(defaults.s3MaxRate()).isSameAs(Rate.unlimited());
    }

    @Test
    void allProblemsAreSaidAtOnce() {
        assertThatThrownBy(() -> WorkerConfiguration.fromEnvironment(Map.of(
                        "ODOOCTL_CONCURRENCY", "many",
                        "ODOOCTL_FILESTORE_THREADS", "0",
                        "ODOOCTL_LOAD_CONNECTIONS", "0",
                        "ODOOCTL_S3_CONNECTIONS", "33",
                        "ODOOCTL_S3_MAX_RATE", "50MB/s",
                        "ODOOCTL_LISTEN", "everywhere")))
                .hasMessageContaining("ODOOCTL_CONCURRENCY=\"many\"")
                .hasMessageContaining("ODOOCTL_FILESTORE_THREADS=\"0\"")
                .hasMessageContaining("ODOOCTL_LOAD_CONNECTIONS=\"0\" is not a number from 1 to 64")
                .hasMessageContaining("ODOOCTL_S3_CONNECTIONS=\"33\" is not a number from 1 to 32")
                .hasMessageContaining("ODOOCTL_S3_MAX_RATE=\"50MB/s\" is not an amount in a second such as 50MB")
                .hasMessageContaining("ODOOCTL_LISTEN=\"everywhere\"");
    }

    @Test
    void healthCanBeTurnedOff() {
        assertThat(WorkerConfiguration.fromEnvironment(Map.of("ODOOCTL_LISTEN", "off"))
                        .listen())
                .isEmpty();
    }

    @Test
    void aClusterIsAskedForByName() {
        KubernetesConfiguration cluster = WorkerConfiguration.fromEnvironment(Map.of(
                        "ODOOCTL_PLATFORM", "kubernetes",
                        "ODOOCTL_IMAGE", "example.com/odooctl:1",
                        "ODOOCTL_NAMESPACES", "shop, demo",
                        "ODOOCTL_VOLUME_USER", "1000:1001",
                        "ODOOCTL_VOLUME_SECRET", "temporal-key",
                        "ODOOCTL_S3_MAX_RATE", "50MB",
                        "TEMPORAL_ADDRESS", "temporal:7233",
                        "TEMPORAL_API_KEY", "marker"))
                .kubernetes()
                .orElseThrow();
        assertThat(cluster.namespaces()).containsExactlyInAnyOrder("demo", "shop");
        assertThat(cluster.servers()).hasToString("/etc/odooctl/servers.yaml");
        assertThat(cluster.volumes().image()).isEqualTo("example.com/odooctl:1");
        assertThat(cluster.volumes().user()).isEqualTo(1000);
        assertThat(cluster.volumes().group()).isEqualTo(1001);
        assertThat(cluster.volumes().environmentFrom()).contains("temporal-key");
        assertThat(cluster.volumes().environment())
                .isEqualTo(Map.of("TEMPORAL_ADDRESS", "temporal:7233", "ODOOCTL_S3_MAX_RATE", "50MB"));
        assertThat(cluster.volumes().requests()).isEqualTo(Map.of("cpu", "100m", "memory", "256Mi"));
        assertThat(cluster.volumes().limits()).isEqualTo(Map.of("memory", "768Mi"));
    }

    @Test
    void aHostIsNotAskedForWhatAClusterNeeds() {
        assertThat(WorkerConfiguration.fromEnvironment(Map.of()).kubernetes()).isEmpty();
    }

    @Test
    void whatAClusterNeedsIsSaidAtOnce() {
        assertThatThrownBy(() -> WorkerConfiguration.fromEnvironment(Map.of(
                        "ODOOCTL_PLATFORM", "kubernetes",
                        "ODOOCTL_NAMESPACES", "shop,Wrong",
                        "ODOOCTL_VOLUME_USER", "odoo",
                        "ODOOCTL_VOLUME_LIMITS", "memory",
                        "ODOOCTL_VOLUME_PATIENCE", "PT1S",
                        "ODOOCTL_IMAGE_PULL_POLICY", "Sometimes")))
                .hasMessageContaining("ODOOCTL_IMAGE is missing")
                .hasMessageContaining("ODOOCTL_NAMESPACES=\"shop,Wrong\"")
                .hasMessageContaining("ODOOCTL_VOLUME_USER=\"odoo\"")
                .hasMessageContaining("ODOOCTL_VOLUME_LIMITS=\"memory\"")
                .hasMessageContaining("ODOOCTL_VOLUME_PATIENCE=\"PT1S\"")
                .hasMessageContaining("ODOOCTL_IMAGE_PULL_POLICY=\"Sometimes\"");
    }

    @Test
    void anEmptyListOfNamespacesIsNotTakenForAll() {
        assertThatThrownBy(() -> WorkerConfiguration.fromEnvironment(
                        Map.of("ODOOCTL_PLATFORM", "kubernetes", "ODOOCTL_IMAGE", "x", "ODOOCTL_NAMESPACES", ",")))
                .hasMessageContaining("ODOOCTL_NAMESPACES=\",\"");
    }

    @Test
    void aPlatformThatThereIsNotIsRefused() {
        assertThatThrownBy(() -> WorkerConfiguration.fromEnvironment(Map.of("ODOOCTL_PLATFORM", "cloud")))
                .hasMessageContaining("ODOOCTL_PLATFORM=\"cloud\" is not host or kubernetes");
    }
}
