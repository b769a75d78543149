package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Claims for volumes, who uses them, and how one of ours is deleted. */
final class Claims {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
    private static final ClusterWait DELETION = new ClusterWait(Duration.ofMinutes(2));

    private final KubernetesClient client;
    private final Jobs jobs;

    Claims(KubernetesClient client) {
        this.client = client;
        this.jobs = new Jobs(client);
    }

    Optional<PersistentVolumeClaim> find(String namespace, String name) {
        return attempt(
                call("get", namespace, name),
                () -> Optional.ofNullable(resource(namespace, name).get()));
    }

    Optional<PersistentVolumeClaim> find(StoragePair pair) {
        return find(pair.instance().namespace(), pair.filestore().value());
    }

    /** @throws OrchestratorException {@code NOT_FOUND}; {@code NOT_OURS} unless it bears such a mark */
    PersistentVolumeClaim require(StoragePair pair, Predicate<ClaimMark> ours) {
        PersistentVolumeClaim claim = find(pair).orElseThrow(() -> missing(pair));
        refuseForeign(pair, claim, ours);
        return claim;
    }

    private static void refuseForeign(StoragePair pair, PersistentVolumeClaim claim, Predicate<ClaimMark> ours) {
        if (ClaimMark.of(claim.getMetadata()).filter(ours).isEmpty()) {
            throw foreign(pair);
        }
    }

    static OrchestratorException missing(StoragePair pair) {
        return new OrchestratorException(
                ErrorCode.NOT_FOUND, "claim " + name(pair) + " does not exist: was it deleted by hand?");
    }

    private static OrchestratorException foreign(StoragePair pair) {
        return new OrchestratorException(
                ErrorCode.NOT_OURS,
                "claim " + name(pair)
                        + " is not touched, for it does not bear the mark of this operation's pair: look at"
                        + " it, and delete it by hand if nobody needs it");
    }

    static Call call(String verb, StoragePair pair) {
        return call(verb, pair.instance().namespace(), pair.filestore().value());
    }

    private static Call call(String verb, String namespace, String name) {
        return new Call(verb, "persistentvolumeclaims", namespace, name);
    }

    static boolean bound(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }

    static String name(StoragePair pair) {
        return pair.instance().namespace() + "/" + pair.filestore();
    }

    /** @throws OrchestratorException {@code UNAVAILABLE} when it is being deleted; 409 is left to the caller */
    PersistentVolumeClaim createOrGet(PersistentVolumeClaim claim) {
        String namespace = claim.getMetadata().getNamespace();
        String name = claim.getMetadata().getName();
        try {
            return client.resource(claim).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != KubernetesFailures.CONFLICT) {
                throw KubernetesFailures.translated(call("create", namespace, name), e);
            }
        }
        return find(namespace, name)
                .filter(there -> there.getMetadata().getDeletionTimestamp() == null)
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.UNAVAILABLE, "claim " + namespace + "/" + name + " is just being deleted"));
    }

    /** Deletes it and waits until it is gone. Already gone: nothing to do. One that changes meanwhile is judged anew. */
    void delete(StoragePair pair, Predicate<ClaimMark> ours) {
        KubernetesFailures.contended(
                call("delete", pair),
                () -> find(pair).ifPresent(claim -> {
                    refuseForeign(pair, claim, ours);
                    refuseUsed(pair);
                    client.resource(claim)
                            .lockResourceVersion(claim.getMetadata().getResourceVersion())
                            .delete();
                    awaitEnd(pair, claim);
                }));
    }

    private void awaitEnd(StoragePair pair, PersistentVolumeClaim claim) {
        String uid = claim.getMetadata().getUid();
        DELETION.await(
                "the end of claim " + name(pair),
                Pulse.none(),
                () -> find(pair)
                        .filter(left -> left.getMetadata().getUid().equals(uid))
                        .map(left -> ClusterWait.Look.<Boolean>waiting("it still exists; finalizers "
                                + left.getMetadata().getFinalizers() + " hold it"))
                        .orElse(ClusterWait.Look.done(true)));
    }

    /** Kubernetes would delete it the moment the last pod goes: nobody could take that back. */
    private void refuseUsed(StoragePair pair) {
        String namespace = pair.instance().namespace();
        String claim = pair.filestore().value();
        for (Pod pod : pods(namespace, claim)) {
            boolean ending = pod.getMetadata().getDeletionTimestamp() != null || orphaned(pod);
            throw new OrchestratorException(
                    ending ? ErrorCode.UNAVAILABLE : ErrorCode.NOT_OURS,
                    "claim " + name(pair) + " is not deleted, for pod "
                            + pod.getMetadata().getName()
                            + (ending ? " that mounts it is still ending" : " mounts it: end that pod first"));
        }
        workload(namespace, claim).ifPresent(workload -> {
            throw new OrchestratorException(
                    ErrorCode.NOT_OURS,
                    "claim " + name(pair) + " is not deleted, for " + workload
                            + " names it, even if none of its pods runs now: point that elsewhere first");
        });
    }

    /** The Job controller may make a pod of a Job that was deleted a moment ago; Kubernetes takes that one away, too. */
    private boolean orphaned(Pod pod) {
        String job = pod.getMetadata().getLabels().get(Jobs.LABEL);
        return job != null && jobs.find(pod.getMetadata().getNamespace(), job).isEmpty();
    }

    /** Pods that mount it or are about to. */
    List<Pod> pods(String namespace, String claim) {
        return attempt(
                new Call("list", "pods", namespace, ""),
                () -> client.pods().inNamespace(namespace).list().getItems().stream()
                        .filter(pod -> !ENDED.contains(phase(pod)))
                        .filter(pod -> mounts(pod.getSpec(), claim))
                        .toList());
    }

    private static String phase(Pod pod) {
        return pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
    }

    private Optional<String> workload(String namespace, String claim) {
        Stream<String> deployments = attempt(
                new Call("list", "deployments.apps", namespace, ""),
                () -> client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                        .filter(one -> mounts(one.getSpec().getTemplate().getSpec(), claim))
                        .map(one -> "deployment " + one.getMetadata().getName()));
        Stream<String> sets = attempt(
                new Call("list", "statefulsets.apps", namespace, ""),
                () -> client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
                        .filter(one -> mounts(one.getSpec().getTemplate().getSpec(), claim))
                        .map(one -> "stateful set " + one.getMetadata().getName()));
        return Stream.concat(deployments, sets).findFirst();
    }

    static boolean mounts(PodSpec spec, String claim) {
        return spec.getVolumes().stream()
                .map(volume -> volume.getPersistentVolumeClaim())
                .filter(Objects::nonNull)
                .anyMatch(source -> claim.equals(source.getClaimName()));
    }

    /** The node of whoever uses it, where the volume can be on one node at a time only. */
    Optional<String> boundNode(PersistentVolumeClaim claim) {
        List<String> modes = claim.getSpec().getAccessModes();
        if (modes.contains("ReadWriteMany")) {
            return Optional.empty();
        }
        return pods(claim.getMetadata().getNamespace(), claim.getMetadata().getName()).stream()
                .map(pod -> pod.getSpec().getNodeName())
                .filter(Objects::nonNull)
                .findFirst();
    }

    Resource<PersistentVolumeClaim> resource(String namespace, String name) {
        return client.persistentVolumeClaims().inNamespace(namespace).withName(name);
    }
}
