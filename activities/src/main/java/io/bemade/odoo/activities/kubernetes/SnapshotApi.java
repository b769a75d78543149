package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;
import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.unlessDenied;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One kind of the objects that snapshots are made of.
 *
 * @param namespaced contents are the cluster's: their namespace is empty
 */
record SnapshotApi(KubernetesClient client, String kind, String plural, boolean namespaced) {
    static final String GROUP = "snapshot.storage.k8s.io";
    private static final String VERSION = "v1";
    private static final ClusterWait DELETION = new ClusterWait(Duration.ofMinutes(2));

    static SnapshotApi snapshots(KubernetesClient client) {
        return new SnapshotApi(client, "VolumeSnapshot", "volumesnapshots", true);
    }

    static SnapshotApi contents(KubernetesClient client) {
        return new SnapshotApi(client, "VolumeSnapshotContent", "volumesnapshotcontents", false);
    }

    static SnapshotApi classes(KubernetesClient client) {
        return new SnapshotApi(client, "VolumeSnapshotClass", "volumesnapshotclasses", false);
    }

    /** As a role names it. */
    String resource() {
        return plural + "." + GROUP;
    }

    private Call call(String verb, String namespace, String name) {
        return new Call(verb, resource(), namespace, name);
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all() {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build());
    }

    private Resource<GenericKubernetesResource> at(String namespace, String name) {
        return namespaced ? all().inNamespace(namespace).withName(name) : all().withName(name);
    }

    Optional<GenericKubernetesResource> find(String namespace, String name) {
        return attempt(
                call("get", namespace, name),
                () -> Optional.ofNullable(at(namespace, name).get()));
    }

    /** What bears such a mark, in the whole cluster; for who may not look there, in the namespace. No such kind: nothing. */
    List<GenericKubernetesResource> list(String namespace, Map<String, String> labels, Predicate<ClaimMark> ours) {
        return unlessDenied(
                        () -> list("", all().inAnyNamespace().withLabels(labels)),
                        () -> list(namespace, all().inNamespace(namespace).withLabels(labels)))
                .stream()
                .filter(there -> bears(there, ours))
                .toList();
    }

    private List<GenericKubernetesResource> list(String where, Listable<GenericKubernetesResourceList> labelled) {
        try {
            return attempt(call("list", where, ""), () -> labelled.list().getItems());
        } catch (OrchestratorException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** @throws OrchestratorException {@code NOT_OURS} unless it bears such a mark */
    void require(GenericKubernetesResource there, Predicate<ClaimMark> ours) {
        if (!bears(there, ours)) {
            ObjectMeta meta = there.getMetadata();
            throw new OrchestratorException(
                    ErrorCode.NOT_OURS,
                    kind + " " + (namespaced ? meta.getNamespace() + "/" : "") + meta.getName()
                            + " was not made by this operation: look at it, and delete it by hand");
        }
    }

    private static boolean bears(GenericKubernetesResource there, Predicate<ClaimMark> ours) {
        return ClaimMark.of(there.getMetadata()).filter(ours).isPresent();
    }

    void create(ObjectMeta meta, Map<String, Object> spec) {
        String namespace = Optional.ofNullable(meta.getNamespace()).orElse("");
        GenericKubernetesResource wanted = new GenericKubernetesResourceBuilder()
                .withApiVersion(GROUP + "/" + VERSION)
                .withKind(kind)
                .withMetadata(meta)
                .addToAdditionalProperties("spec", spec)
                .build();
        attempt(
                call("create", namespace, meta.getName()),
                () -> client.resource(wanted).create());
    }

    /** Asks for its end, if it bears such a mark. Gone, or somebody else's: nothing to do. */
    void delete(String namespace, String name, Predicate<ClaimMark> ours) {
        find(namespace, name)
                .filter(there -> bears(there, ours))
                .ifPresent(there -> attempt(
                        call("delete", namespace, name),
                        () -> at(namespace, name).delete()));
    }

    /** The same, and returns when it is gone. */
    void end(String namespace, String name, Predicate<ClaimMark> ours) {
        delete(namespace, name, ours);
        DELETION.await(
                "the end of " + kind + " " + name,
                Pulse.none(),
                () -> find(namespace, name)
                        .filter(left -> bears(left, ours))
                        .map(left -> ClusterWait.Look.<Boolean>waiting("it still exists; finalizers "
                                + left.getMetadata().getFinalizers() + " hold it"))
                        .orElse(ClusterWait.Look.done(true)));
    }
}
