package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Waits until an instance's pods are gone, or there and answering. */
final class Rollout {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Adopted adopted;
    private final Patience patience;
    private final LoginPage page;
    private final LastWords lastWords;
    private final Clock clock = Clock.systemUTC();

    Rollout(KubernetesClient client, Adopted adopted, Patience patience, LoginPage page) {
        this.adopted = adopted;
        this.patience = patience;
        this.page = page;
        this.lastWords = new LastWords(client);
    }

    /** @param trouble what will not pass by itself */
    private record Look(String answer, Optional<String> trouble) {
        static final Look READY = new Look("", Optional.empty());

        boolean ready() {
            return answer.isEmpty();
        }
    }

    /** Whether an Odoo answers now. */
    boolean serving() {
        int port = adopted.web().template().port();
        return adopted.web().pods().stream()
                .filter(Rollout::runs)
                .anyMatch(pod -> page.ask(pod.getStatus().getPodIP(), port).isEmpty());
    }

    /** @throws OrchestratorException {@code UNAVAILABLE}, naming the pods that will not go */
    void awaitGone(Pulse pulse) {
        Instant end = clock.instant().plus(patience.stop());
        List<String> left = left();
        while (!left.isEmpty()) {
            if (clock.instant().isAfter(end)) {
                throw new OrchestratorException(
                        ErrorCode.UNAVAILABLE,
                        instance() + " could not be stopped: after "
                                + patience.stop().toSeconds() + " s there are still the pods " + left
                                + ": see whether their node is alive");
            }
            pause("waits until Odoo has stopped: " + left, pulse);
            left = left();
        }
    }

    private List<String> left() {
        return adopted.workloads()
                .flatMap(workload -> workload.pods().stream())
                .filter(pod -> !ended(pod))
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    /** @throws OrchestratorException {@code NOT_READY}, with what is in the way */
    void awaitReady(Pulse pulse) {
        Instant end = clock.instant().plus(patience.ready());
        @Nullable Instant troubled = null;
        for (Look look = look(); !look.ready(); look = look()) {
            Instant now = clock.instant();
            if (look.trouble().isEmpty()) {
                troubled = null;
            } else if (troubled == null) {
                troubled = now;
            } else if (now.isAfter(troubled.plus(patience.trouble()))) {
                throw notReady(look.trouble().get());
            }
            if (now.isAfter(end)) {
                throw notReady("not within " + patience.ready().toSeconds() + " s; the last answer was: "
                        + look.trouble().orElse(look.answer()));
            }
            pause("waits for Odoo: " + look.answer(), pulse);
        }
    }

    private OrchestratorException notReady(String why) {
        return new OrchestratorException(ErrorCode.NOT_READY, instance() + " is not ready: " + why);
    }

    private InstanceRef instance() {
        return adopted.instance();
    }

    private Look look() {
        Look cron = adopted.cron().map(workload -> rolledOut(workload, 0)).orElse(Look.READY);
        Look web = rolledOut(adopted.web(), 1);
        if (!web.ready() || web.trouble().isPresent()) {
            return web;
        }
        return cron.ready() ? new Look(pages(), Optional.empty()) : cron;
    }

    private Look rolledOut(Workload workload, int atLeast) {
        Deployment deployment = workload.read();
        String answer = progress(deployment, atLeast);
        if (answer.isEmpty()) {
            return Look.READY;
        }
        Optional<String> refused = replicaFailure(deployment);
        return new Look(answer, refused.isPresent() ? refused : trouble(workload));
    }

    private Optional<String> trouble(Workload workload) {
        Instant now = clock.instant();
        return workload.pods().stream()
                .filter(pod -> !ended(pod) && !leaves(pod))
                .flatMap(pod -> PodTrouble.of(pod, now, patience.trouble().dividedBy(2)).stream()
                        .map(trouble -> "pod " + trouble.pod() + " does not come up: " + trouble.reason()
                                + trouble.container()
                                        .map(container -> "; " + lastWords.of(pod, container))
                                        .orElse("")))
                .findFirst();
    }

    /** A quota, a missing service account, a security rule: the pod is not even made. */
    private static Optional<String> replicaFailure(Deployment deployment) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> "no pod can be made: " + condition.getMessage())
                .findFirst();
    }

    /** Empty when Kubernetes has done all that was asked of it. */
    static String progress(Deployment deployment, int atLeast) {
        DeploymentStatus status = deployment.getStatus();
        String name = "deployment " + deployment.getMetadata().getName();
        int wanted = Workload.replicas(deployment);
        if (wanted < atLeast) {
            return name + " is scaled to no replicas";
        }
        Long seen = status.getObservedGeneration();
        if (seen == null || seen < deployment.getMetadata().getGeneration()) {
            return name + " has not been looked at by its controller yet";
        }
        if (number(status.getReplicas()) > number(status.getUpdatedReplicas())) {
            return name + " still has pods of before the change";
        }
        int available = number(status.getAvailableReplicas());
        return available < wanted ? name + " has " + available + " of " + wanted + " pods available" : "";
    }

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /** Empty when every pod shows its page. */
    private String pages() {
        int port = adopted.web().template().port();
        List<Pod> pods = adopted.web().pods().stream().filter(Rollout::runs).toList();
        return pods.stream()
                .map(pod -> page.ask(pod.getStatus().getPodIP(), port))
                .filter(wrong -> !wrong.isEmpty())
                .findFirst()
                .orElse(pods.isEmpty() ? "no pod runs" : "");
    }

    private static boolean runs(Pod pod) {
        return !ended(pod) && !leaves(pod) && pod.getStatus().getPodIP() != null;
    }

    private static boolean leaves(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** An evicted pod stays in the list, without processes. */
    private static boolean ended(Pod pod) {
        return "Failed".equals(pod.getStatus().getPhase())
                || "Succeeded".equals(pod.getStatus().getPhase());
    }

    private void pause(String what, Pulse pulse) {
        pulse.report(Progress.step(what));
        try {
            if (pulse.aborted()) {
                throw new InterruptedException();
            }
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "the wait for " + instance() + " was interrupted", e);
        }
    }
}
