package io.bemade.odoo.activities.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How volume workers are run.
 *
 * @param image our own
 * @param pullPolicy {@code IfNotPresent}, {@code Always}, {@code Never}
 * @param pullSecrets in the instance's namespace
 * @param user uid that files are written as, where the instance's workload says none; the official image's Odoo is 100
 * @param group gid, likewise; 101
 * @param environment given on as it is, such as {@code TEMPORAL_ADDRESS}; it can be read in the pod, so no secret
 * @param environmentFrom secret in the instance's namespace whose values become variables, such as {@code TEMPORAL_API_KEY}
 * @param requests {@code cpu}, {@code memory}
 * @param limits the same
 * @param patience how long a worker may take until it works
 * @param longest after which a forgotten worker ends by itself
 */
public record VolumeWorkerSettings(
        String image,
        String pullPolicy,
        List<String> pullSecrets,
        long user,
        long group,
        Map<String, String> environment,
        Optional<String> environmentFrom,
        Map<String, String> requests,
        Map<String, String> limits,
        Duration patience,
        Duration longest) {
    public VolumeWorkerSettings {
        pullSecrets = List.copyOf(pullSecrets);
        environment = Map.copyOf(environment);
        requests = Map.copyOf(requests);
        limits = Map.copyOf(limits);
    }

    /** What is asked for where nothing is said. */
    public static VolumeWorkerSettings of(String image, Map<String, String> environment) {
        return new VolumeWorkerSettings(
                image,
                "IfNotPresent",
                List.of(),
                100,
                101,
                environment,
                Optional.empty(),
                Map.of("cpu", "100m", "memory", "256Mi"),
                Map.of("memory", "768Mi"),
                Duration.ofMinutes(5),
                Duration.ofDays(3));
    }
}
