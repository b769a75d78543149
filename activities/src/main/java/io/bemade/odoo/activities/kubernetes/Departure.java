package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Waits until an instance's pods are gone. */
record Departure(InstanceRef instance, List<Workload> workloads, Duration patience) {
    /** @throws OrchestratorException {@code UNAVAILABLE}, naming what will not go */
    void await(Pulse pulse) {
        Instant end = Instant.now().plus(patience);
        List<String> left = left();
        while (!left.isEmpty()) {
            if (Instant.now().isAfter(end)) {
                throw new OrchestratorException(
                        ErrorCode.UNAVAILABLE,
                        instance + " could not be stopped: after " + patience.toSeconds() + " s there is still "
                                + String.join(", ", left) + ": see whether its node is alive");
            }
            pulse.report(Progress.step("waits until Odoo has stopped: " + String.join(", ", left)));
            ClusterWait.pause("the stop of " + instance, pulse);
            left = left();
        }
    }

    private List<String> left() {
        return workloads.stream().flatMap(Departure::left).toList();
    }

    private static Stream<String> left(Workload workload) {
        Deployment deployment = workload.read();
        List<String> pods = workload.pods(deployment).stream()
                .filter(pod -> !Workload.ended(pod))
                .map(pod -> "pod " + pod.getMetadata().getName())
                .toList();
        return pods.isEmpty() && !settled(deployment)
                ? Stream.of("deployment " + workload.name() + ", which makes pods")
                : pods.stream();
    }

    /** Until its controller has seen that it is to have no pods, it may still make one. */
    private static boolean settled(Deployment deployment) {
        Long seen = deployment.getStatus().getObservedGeneration();
        Integer replicas = deployment.getStatus().getReplicas();
        return seen != null && seen >= deployment.getMetadata().getGeneration() && (replicas == null || replicas == 0);
    }
}
