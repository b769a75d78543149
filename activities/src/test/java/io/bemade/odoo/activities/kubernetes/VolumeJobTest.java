package io.bemade.odoo.activities.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.FilestoreName;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VolumeJobTest {
    private static final StoragePair PAIR = new StoragePair(
            InstanceRef.of("shop/staging"),
            "main",
            new DatabaseName("staging-1a2b3c4d"),
            new FilestoreName("odoo-data-staging-1a2b3c4d"));

    @Test
    void theSecretsOfTheSourceAreThereBesideThoseOfTheSettings() {
        PodSpec pod = pod(Optional.empty(), List.of("s3-of-shop", "s3-credentials"));
        assertThat(paths(pod))
                .containsEntry("/etc/odooctl/secrets/s3-of-shop", true)
                .containsEntry("/etc/odooctl/secrets/s3-credentials", true);
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().startsWith("secret-"))
                .hasSize(2)
                .allSatisfy(
                        volume -> assertThat(volume.getSecret().getOptional()).isTrue());
    }

    @Test
    void theClaimThatIsCopiedCanOnlyBeRead() {
        PodSpec pod = pod(Optional.of("odoo-data-erp"), List.of());
        assertThat(paths(pod))
                .containsEntry("/volumes/odoo-data-erp", true)
                .containsEntry("/volumes/odoo-data-staging-1a2b3c4d", false);
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("source"))
                .singleElement()
                .satisfies(
                        volume -> assertThat(volume.getPersistentVolumeClaim().getReadOnly())
                                .isTrue());
        assertThat(paths(pod(Optional.empty(), List.of()))).doesNotContainKey("/volumes/odoo-data-erp");
    }

    private static PodSpec pod(Optional<String> source, List<String> secrets) {
        VolumeJob job = new VolumeJob(
                "job",
                PAIR,
                ClaimMark.adopting(PAIR),
                Optional.empty(),
                100,
                101,
                source,
                secrets,
                VolumeWorkerSettings.of("ours:1", Map.of()));
        return job.job().getSpec().getTemplate().getSpec();
    }

    /** Where something is mounted, and whether it can only be read there. */
    private static Map<String, Boolean> paths(PodSpec pod) {
        return pod.getContainers().get(0).getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, VolumeMount::getReadOnly));
    }
}
