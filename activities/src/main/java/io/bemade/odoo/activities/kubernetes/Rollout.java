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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits until an instance's pods are there and answer. */
final class Rollout {
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

    /** @param trouble what will not pass by itself; telling it may take reading a log */
    private record Look(String answer, Optional<Supplier<String>> trouble) {
        static final Look READY = new Look("", Optional.empty());

        boolean ready() {
            return answer.isEmpty();
        }

        String worst() {
            return trouble.map(Supplier::get).orElse(answer);
        }
    }

    /** Whether an Odoo answers now. */
    boolean serving() {
        int port = adopted.web().template().port();
        return adopted.web().pods().stream()
                .filter(Rollout::runs)
                .anyMatch(pod -> page.ask(pod.getStatus().getPodIP(), port).isEmpty());
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
                throw notReady(look.worst());
            }
            if (now.isAfter(end)) {
                throw notReady(
                        "not within " + patience.ready().toSeconds() + " s; the last answer was: " + look.worst());
            }
            pulse.report(Progress.step("waits for Odoo: " + look.answer()));
            ClusterWait.pause("the start of " + instance(), pulse);
        }
    }

    private OrchestratorException notReady(String why) {
        return new OrchestratorException(ErrorCode.NOT_READY, instance() + " is not ready: " + why);
    }

    private InstanceRef instance() {
        return adopted.instance();
    }

    private Look look() {
        Look web = rolledOut(adopted.web(), 1);
        if (!web.ready()) {
            return web;
        }
        Look cron = adopted.cron().map(this::settled).orElse(Look.READY);
        if (!cron.ready()) {
            return cron;
        }
        String answer = pages();
        return answer.isEmpty() ? Look.READY : new Look(answer, trouble(staying(adopted.web())));
    }

    /** There is no page to ask for: a pod that has just begun to run, or fell and got up again, must stand for a while. */
    private Look settled(Workload workload) {
        Look look = rolledOut(workload, 0);
        if (!look.ready()) {
            return look;
        }
        String pod = "a pod of deployment " + workload.name();
        List<Pod> pods = staying(workload);
        Optional<Supplier<String>> trouble = trouble(pods);
        if (trouble.isPresent()) {
            return new Look(pod + " has just fallen", trouble);
        }
        Instant now = clock.instant();
        return pods.stream().anyMatch(one -> PodTrouble.untold(one, now))
                ? new Look(pod + " has just started", Optional.empty())
                : Look.READY;
    }

    private Look rolledOut(Workload workload, int atLeast) {
        Deployment deployment = workload.read();
        String answer = progress(deployment, atLeast);
        if (answer.isEmpty()) {
            return Look.READY;
        }
        Optional<Supplier<String>> refused = replicaFailure(deployment);
        return new Look(answer, refused.isPresent() ? refused : trouble(staying(workload)));
    }

    private Optional<Supplier<String>> trouble(List<Pod> pods) {
        Instant now = clock.instant();
        Duration standing = patience.trouble().dividedBy(2);
        return pods.stream()
                .flatMap(pod -> PodTrouble.of(pod, now, standing).stream()
                        .map(trouble -> (Supplier<String>) () -> told(pod, trouble)))
                .findFirst();
    }

    private static List<Pod> staying(Workload workload) {
        return workload.pods().stream().filter(Rollout::stays).toList();
    }

    private String told(Pod pod, PodTrouble trouble) {
        return "pod " + trouble.pod() + " does not come up: " + trouble.reason()
                + trouble.container()
                        .map(container -> "; " + lastWords.of(pod, container))
                        .orElse("");
    }

    /** A quota, a missing service account, a security rule: the pod is not even made. */
    private static Optional<Supplier<String>> replicaFailure(Deployment deployment) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> (Supplier<String>) () -> "no pod can be made: " + condition.getMessage())
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
        return stays(pod) && pod.getStatus().getPodIP() != null;
    }

    private static boolean stays(Pod pod) {
        return !Workload.ended(pod) && pod.getMetadata().getDeletionTimestamp() == null;
    }
}
