package io.bemade.odoo.activities.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Why a pod will not come up, as Kubernetes says it.
 *
 * @param container that crashed, whose last words tell more; empty for other troubles
 */
record PodTrouble(String pod, Optional<String> container, String reason) {
    private static final Set<String> CANNOT_START = Set.of(
            "ImagePullBackOff",
            "ErrImagePull",
            "ErrImageNeverPull",
            "InvalidImageName",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /**
     * Within that time the kubelet tells of a container's end, also when it has to say it twice, 10 s later; one that ended at
     * once is told of as running until then.
     */
    private static final Duration TOLD = Duration.ofSeconds(15);

    /** After so many falls it does not matter how long it stands. */
    private static final int FALLS = 3;

    /** @param standing a container that has run for so long after a crash has recovered */
    static Optional<PodTrouble> of(Pod pod, Instant now, Duration standing) {
        return Stream.concat(
                        Stream.of(unschedulable(pod)),
                        Stream.concat(
                                        pod.getStatus().getInitContainerStatuses().stream(),
                                        pod.getStatus().getContainerStatuses().stream())
                                .map(status -> of(pod, status, now, standing)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Whether it runs only as far as Kubernetes has heard: a container of it may have ended, and nobody told yet. */
    static boolean untold(Pod pod, Instant now) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(ContainerStatus::getState)
                .anyMatch(state -> state != null && begun(state, now, TOLD));
    }

    private static boolean begun(ContainerState state, Instant now, Duration within) {
        return state.getRunning() != null
                && Instant.parse(state.getRunning().getStartedAt()).plus(within).isAfter(now);
    }

    private static Optional<PodTrouble> unschedulable(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .flatMap(condition -> trouble(pod, condition.getReason(), condition.getMessage()));
    }

    private static Optional<PodTrouble> of(Pod pod, ContainerStatus status, Instant now, Duration standing) {
        ContainerState state = status.getState();
        if (state == null) {
            return Optional.empty();
        }
        if (state.getWaiting() != null
                && CANNOT_START.contains(state.getWaiting().getReason())) {
            return trouble(
                    pod, state.getWaiting().getReason(), state.getWaiting().getMessage());
        }
        return crashing(status, state, now, standing)
                ? Optional.of(new PodTrouble(name(pod), Optional.of(status.getName()), crash(status)))
                : Optional.empty();
    }

    private static boolean crashing(ContainerStatus status, ContainerState state, Instant now, Duration standing) {
        boolean backingOff = state.getWaiting() != null
                && "CrashLoopBackOff".equals(state.getWaiting().getReason());
        boolean down = state.getTerminated() != null && state.getTerminated().getExitCode() != 0;
        boolean wobbling = begun(state, now, standing);
        int restarts = restarts(status);
        return backingOff || down || restarts >= FALLS || (restarts > 0 && wobbling);
    }

    private static String crash(ContainerStatus status) {
        String exit = Stream.of(status.getState(), status.getLastState())
                .flatMap(state -> Stream.ofNullable(state == null ? null : state.getTerminated()))
                .findFirst()
                .map(last -> ", last with status " + last.getExitCode() + " (" + last.getReason() + ")")
                .orElse("");
        int falls = restarts(status) + (status.getState().getRunning() == null ? 1 : 0);
        return "CrashLoopBackOff: container " + status.getName() + " ended " + falls + " times" + exit;
    }

    private static int restarts(ContainerStatus status) {
        return status.getRestartCount() == null ? 0 : status.getRestartCount();
    }

    private static Optional<PodTrouble> trouble(Pod pod, String reason, String message) {
        String more = message == null || message.isEmpty() ? "" : ": " + message;
        return Optional.of(new PodTrouble(name(pod), Optional.empty(), (reason == null ? "Failed" : reason) + more));
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }
}
