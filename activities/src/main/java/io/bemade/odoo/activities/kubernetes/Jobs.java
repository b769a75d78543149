package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Our Jobs, each with its pods and the secret of its own. Anybody may delete them at any time. */
final class Jobs {
    /** On the pods; unlike Kubernetes' own label it outlives a Job that was deleted without its pods. */
    static final String LABEL = "bemade.io/job";

    private static final ClusterWait DELETION = new ClusterWait(Duration.ofMinutes(3));

    private final KubernetesClient client;

    /** Of a Job for a pair, and of all that is the Job's. */
    static Map<String, String> labels(StoragePair pair, String app) {
        Map<String, String> labels = new LinkedHashMap<>(ClaimMark.labels(pair));
        labels.put("app.kubernetes.io/name", app);
        labels.put("app.kubernetes.io/managed-by", ClaimMark.PRODUCT);
        return labels;
    }

    /** Of its pods, by which they are found when the Job is gone. */
    static Map<String, String> podLabels(StoragePair pair, String app, String job) {
        Map<String, String> labels = labels(pair, app);
        labels.put(LABEL, job);
        return labels;
    }

    Jobs(KubernetesClient client) {
        this.client = client;
    }

    Optional<Job> find(String namespace, String name) {
        return attempt(
                call("get", namespace, name),
                () -> Optional.ofNullable(client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    /** Makes it with its secret, which its pod waits for. There is one already: nothing to do. */
    void create(Job job, Supplier<Map<String, String>> secret) {
        try {
            keepSecret(client.resource(job).create(), secret.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() != KubernetesFailures.CONFLICT) {
                throw KubernetesFailures.translated(
                        call(
                                "create",
                                job.getMetadata().getNamespace(),
                                job.getMetadata().getName()),
                        e);
            }
        }
    }

    /** A secret under the Job's name that goes with the Job; what was in it is replaced. */
    void keepSecret(Job job, Map<String, String> values) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName())
                .withNamespace(job.getMetadata().getNamespace())
                .withLabels(job.getMetadata().getLabels())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withStringData(values)
                .build();
        KubernetesFailures.contended(
                new Call(
                        "create",
                        "secrets",
                        job.getMetadata().getNamespace(),
                        job.getMetadata().getName()),
                () -> client.resource(secret).createOr(NonDeletingOperation::update));
    }

    /** Its pods, also those that are ending. */
    List<Pod> pods(String namespace, String name) {
        return attempt(
                new Call("list", "pods", namespace, ""),
                () -> client.pods()
                        .inNamespace(namespace)
                        .withLabel(LABEL, name)
                        .list()
                        .getItems());
    }

    /** The pod that works or will work. */
    static Optional<Pod> working(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !List.of("Succeeded", "Failed")
                        .contains(String.valueOf(pod.getStatus().getPhase())))
                .findFirst();
    }

    /** Why it ended; empty while it goes on. */
    static Optional<String> ended(Job job) {
        if (job.getStatus() == null || job.getStatus().getConditions() == null) {
            return Optional.empty();
        }
        return job.getStatus().getConditions().stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> List.of("Complete", "Failed").contains(condition.getType()))
                .findFirst()
                .map(Jobs::sentence);
    }

    private static String sentence(JobCondition condition) {
        return condition.getType() + (condition.getMessage() == null ? "" : ": " + condition.getMessage());
    }

    static boolean ending(Job job) {
        return job.getMetadata().getDeletionTimestamp() != null;
    }

    private static Call call(String verb, String namespace, String name) {
        return new Call(verb, "jobs.batch", namespace, name);
    }

    /** Begins to delete the Job, its secret, and all pods that were ever its. */
    void delete(String namespace, String name) {
        attempt(call("delete", namespace, name), () -> {
            client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(name)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
            client.secrets().inNamespace(namespace).withName(name).delete();
            return client.pods().inNamespace(namespace).withLabel(LABEL, name).delete();
        });
    }

    /** Deletes it, and returns when nothing of it is left that could hold a volume. Nothing there: nothing to do. */
    void remove(String namespace, String name, Pulse pulse) {
        delete(namespace, name);
        DELETION.await("the end of job " + namespace + "/" + name, pulse, () -> {
            List<Pod> left = pods(namespace, name);
            if (!left.isEmpty()) {
                return ClusterWait.Look.waiting(
                        "pod " + left.get(0).getMetadata().getName() + " is still ending");
            }
            return find(namespace, name).isPresent()
                    ? ClusterWait.Look.<Boolean>waiting("the job still exists")
                    : ClusterWait.Look.done(true);
        });
    }
}
