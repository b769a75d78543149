package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.ClusterWait.Look;
import io.bemade.odoo.activities.kubernetes.Diagnosis.Trouble;
import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs a Job with one pod to its end and says how that was. The Job, its pod or both may be deleted by others at any time,
 * before or after the pod ended: then it is run again, a few times, so what it does must be safe to repeat. A second attempt
 * that finds the first one's Job waits for that one.
 */
final class JobRun {
    private static final int MOST_LOSSES = 3;
    private static final int TAIL_LINES = 200;
    private static final int TAIL = 4096;
    private static final Duration LONGEST = Duration.ofHours(6);

    private final KubernetesClient client;
    private final Jobs jobs;
    private final Diagnosis diagnosis;
    private final Duration patience;
    private final Job job;
    private final Map<String, String> secret;
    private final String namespace;
    private final String name;

    private String uid = "";
    private int losses;
    private long mustRunBy;

    /**
     * @param patience how long the pod may take until it runs
     * @param secret values of the secret under the Job's name
     */
    JobRun(KubernetesClient client, Duration patience, Job job, Map<String, String> secret) {
        this.client = client;
        this.jobs = new Jobs(client);
        this.diagnosis = new Diagnosis(client);
        this.patience = patience;
        this.job = job;
        this.secret = Map.copyOf(secret);
        this.namespace = job.getMetadata().getNamespace();
        this.name = job.getMetadata().getName();
    }

    /** @param tail the last 4 KiB of its output at most */
    record End(int exit, String tail) {}

    /** The Job is gone afterwards, however this ends. */
    End run(Pulse pulse) {
        mustRunBy = System.nanoTime() + patience.toNanos();
        try {
            return new ClusterWait(LONGEST).await("job " + namespace + "/" + name, pulse, this::look);
        } finally {
            // An interrupt says that the step is not wanted any more; that is no reason to leave the Job behind.
            boolean interrupted = Thread.interrupted();
            jobs.delete(namespace, name);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Look<End> look() {
        Optional<Job> found = jobs.find(namespace, name);
        if (found.isEmpty()) {
            return begin();
        }
        Job there = found.get();
        if (Jobs.ending(there)) {
            return Look.waiting("an earlier one is still ending");
        }
        if (!uid.equals(there.getMetadata().getUid())) {
            jobs.keepSecret(there, secret);
            uid = there.getMetadata().getUid();
        }
        List<Pod> pods = jobs.pods(namespace, name);
        Optional<End> end = pods.stream().flatMap(pod -> ended(pod).stream()).findFirst();
        if (end.isPresent()) {
            return Look.done(end.get());
        }
        Optional<String> endedWithoutPod = Jobs.ended(there);
        if (endedWithoutPod.isPresent()) {
            jobs.delete(namespace, name);
            return Look.waiting("its pod was deleted (" + endedWithoutPod.get() + ")");
        }
        return Jobs.working(pods)
                .map(this::progress)
                .orElseGet(
                        () -> notYet(diagnosis.warning(namespace, "Job", name).orElse("its pod is not made yet")));
    }

    private Look<End> begin() {
        if (!jobs.pods(namespace, name).isEmpty()) {
            jobs.delete(namespace, name);
            return Look.waiting("a pod of an earlier one is still ending");
        }
        if (!uid.isEmpty() && ++losses > MOST_LOSSES) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "job " + namespace + "/" + name + " was deleted " + losses
                            + " times before its end was seen: who does that?");
        }
        mustRunBy = System.nanoTime() + patience.toNanos();
        jobs.create(job, () -> secret);
        return Look.waiting("it was just made");
    }

    private Look<End> progress(Pod pod) {
        if ("Running".equals(pod.getStatus().getPhase())) {
            mustRunBy = Long.MAX_VALUE;
            return Look.waiting("pod " + pod.getMetadata().getName() + " runs");
        }
        Optional<Trouble> trouble = diagnosis.of(pod);
        trouble.filter(Trouble::hopeless).ifPresent(hopeless -> {
            throw new OrchestratorException(
                    ErrorCode.COMMAND_FAILED,
                    "job " + namespace + "/" + name + " cannot start: " + hopeless.sentence());
        });
        return notYet(trouble.map(Trouble::sentence)
                .orElse("pod " + pod.getMetadata().getName() + " is "
                        + pod.getStatus().getPhase()));
    }

    private Look<End> notYet(String reason) {
        if (mustRunBy != Long.MAX_VALUE && System.nanoTime() - mustRunBy > 0) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE,
                    "job " + namespace + "/" + name + " did not start within " + patience.toSeconds() + " s: "
                            + reason);
        }
        return Look.waiting(reason);
    }

    private Optional<End> ended(Pod pod) {
        if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
            return Optional.empty();
        }
        boolean deleted = pod.getMetadata().getDeletionTimestamp() != null;
        return pod.getStatus().getContainerStatuses().stream()
                .map(status ->
                        status.getState() == null ? null : status.getState().getTerminated())
                .filter(Objects::nonNull)
                // Who was killed by a deletion says nothing about the command.
                .filter(terminated -> !deleted || terminated.getExitCode() == 0)
                .findFirst()
                .map(terminated -> new End(terminated.getExitCode(), tail(pod, terminated)));
    }

    private String tail(Pod pod, ContainerStateTerminated terminated) {
        String reason = Objects.requireNonNullElse(terminated.getReason(), "");
        String prefix = List.of("Completed", "Error", "").contains(reason) ? "" : reason + "\n";
        return prefix + log(pod);
    }

    private String log(Pod pod) {
        String of = pod.getMetadata().getName();
        try {
            String log = client.pods()
                    .inNamespace(namespace)
                    .withName(of)
                    .tailingLines(TAIL_LINES)
                    .getLog();
            return log.substring(Math.max(0, log.length() - TAIL)).strip();
        } catch (KubernetesClientException e) {
            Call call = new Call("get", "pods/log", namespace, of);
            return "(its output could not be read: "
                    + KubernetesFailures.translated(call, e).getMessage() + ")";
        }
    }
}
