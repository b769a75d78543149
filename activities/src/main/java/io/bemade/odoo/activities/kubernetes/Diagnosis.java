package io.bemade.odoo.activities.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a pod does not run or a claim is not bound, in the words of those who know: scheduler, kubelet, provisioner. */
final class Diagnosis {
    private static final Logger LOG = LoggerFactory.getLogger(Diagnosis.class);
    private static final Set<String> ORDINARY = Set.of("ContainerCreating", "PodInitializing");
    private static final Set<String> HOPELESS = Set.of("InvalidImageName", "ErrImageNeverPull");

    private final KubernetesClient client;

    Diagnosis(KubernetesClient client) {
        this.client = client;
    }

    /** @param hopeless waiting does not help, somebody must change something */
    record Trouble(String sentence, boolean hopeless) {}

    /** Of a pod that should run. */
    Optional<Trouble> of(Pod pod) {
        String name = "pod " + pod.getMetadata().getName();
        return container(pod)
                .or(() -> unscheduled(pod))
                .or(() -> warning(
                                pod.getMetadata().getNamespace(),
                                "Pod",
                                pod.getMetadata().getName())
                        .map(event -> new Trouble(event, false)))
                .map(trouble -> new Trouble(
                        KubernetesFailures.shortened(name + ": " + trouble.sentence()), trouble.hopeless()));
    }

    private static Optional<Trouble> container(Pod pod) {
        return statuses(pod).flatMap(status -> waiting(status).stream()).findFirst();
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        List<ContainerStatus> statuses =
                pod.getStatus() == null ? null : pod.getStatus().getContainerStatuses();
        return statuses == null ? Stream.empty() : statuses.stream();
    }

    private static Optional<Trouble> waiting(ContainerStatus status) {
        ContainerState state = status.getState();
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        if (waiting == null || waiting.getReason() == null || ORDINARY.contains(waiting.getReason())) {
            return Optional.empty();
        }
        String sentence = waiting.getReason() + after(waiting.getMessage());
        ContainerStateTerminated last =
                status.getLastState() == null ? null : status.getLastState().getTerminated();
        String before = last == null ? "" : "; it ended with status " + last.getExitCode() + after(last.getMessage());
        return Optional.of(new Trouble(sentence + before, HOPELESS.contains(waiting.getReason())));
    }

    private static Optional<Trouble> unscheduled(Pod pod) {
        List<PodCondition> conditions =
                pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
        return conditions.stream()
                .filter(condition -> condition.getType().equals("PodScheduled"))
                .filter(condition -> "False".equals(condition.getStatus()))
                .map(condition -> new Trouble(condition.getReason() + after(condition.getMessage()), false))
                .findFirst();
    }

    /** What was last complained about it; empty too when we may not read events, for that must not hide the rest. */
    Optional<String> warning(String namespace, String kind, String name) {
        return events(namespace, kind, name)
                .filter(event -> "Warning".equals(event.getType()))
                .max(Comparator.comparing(Diagnosis::time))
                .map(event -> KubernetesFailures.shortened(event.getReason() + after(event.getMessage())));
    }

    /** Whether this was told of it at some time. */
    boolean happened(String namespace, String kind, String name, String reason) {
        return events(namespace, kind, name).anyMatch(event -> reason.equals(event.getReason()));
    }

    private Stream<Event> events(String namespace, String kind, String name) {
        try {
            return client
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .withField("involvedObject.kind", kind)
                    .withField("involvedObject.name", name)
                    .list()
                    .getItems()
                    .stream();
        } catch (KubernetesClientException e) {
            LOG.debug("Events of {} {}/{} could not be read", kind, namespace, name, e);
            return Stream.empty();
        }
    }

    private static String time(Event event) {
        String created = String.valueOf(event.getMetadata().getCreationTimestamp());
        return Objects.requireNonNullElse(event.getLastTimestamp(), created);
    }

    private static String after(String message) {
        return message == null || message.isBlank()
                ? ""
                : ": " + message.strip().replaceAll("\\s+", " ");
    }
}
