package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Snapshots of one namespace that are lent to another. Neither a claim nor a snapshot leaves its namespace, but what the
 * driver keeps is the cluster's: a second content names it by the driver's own handle, and is bound to a second snapshot
 * where the copy is made. The lender's snapshot alone owns what the driver keeps ({@code Retain} here), so that the
 * borrower's two go without harm, in any order of failures.
 */
final class LentSnapshots {
    private static final String PREFIX = "odooctl-lent-";
    private static final List<String> VERBS = List.of("get", "create", "delete");

    /**
     * The snapshot controller writes it on a content whose snapshot goes, and no bound content is let go without it. A snapshot
     * that goes between being bound and being told so is missed, and its content stays for ever. Ours owns nothing, and bears
     * it from the beginning: until somebody deletes the content it means nothing.
     */
    private static final String MAY_GO = "snapshot.storage.kubernetes.io/volumesnapshot-being-deleted";

    private final KubernetesClient client;
    private final SnapshotApi snapshots;
    private final SnapshotApi contents;

    LentSnapshots(KubernetesClient client) {
        this.client = client;
        this.snapshots = SnapshotApi.snapshots(client);
        this.contents = SnapshotApi.contents(client);
    }

    /** What the worker lacks for it, a sentence; asked before anything is made. */
    Optional<String> lack(InstanceRef production, InstanceRef staging) {
        return VERBS.stream()
                .filter(verb -> !may(verb))
                .findFirst()
                .map(verb -> "the files of " + production + " cannot be copied for " + staging
                        + " in another namespace, for the worker may not " + verb + " " + contents.resource()
                        + " in the whole cluster: install the chart with scope.mode=cluster and"
                        + " scope.clonesAcrossNamespaces=true, or let both instances be in one namespace");
    }

    private boolean may(String verb) {
        SelfSubjectAccessReview question = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(SnapshotApi.GROUP)
                .withResource(contents.plural())
                .endResourceAttributes()
                .endSpec()
                .build();
        return attempt(
                new Call("create", "selfsubjectaccessreviews.authorization.k8s.io", "", ""),
                () -> client.authorization()
                        .v1()
                        .selfSubjectAccessReview()
                        .create(question)
                        .getStatus()
                        .getAllowed());
    }

    private static String content(StoragePair pair) {
        return Names.of(PREFIX, pair.instance().namespace() + "-" + pair.filestore());
    }

    /**
     * Brings a snapshot that is ready nearer to the namespace of the copy. Call it until there is a snapshot there.
     *
     * @param lender ready, in the source's namespace
     * @return what is waited for now
     */
    String lend(GenericKubernetesResource lender, Building borrower) {
        StoragePair pair = borrower.pair();
        String namespace = pair.instance().namespace();
        Predicate<ClaimMark> ours = mark -> mark.madeBy(borrower);
        Optional<GenericKubernetesResource> own =
                optional(lender, "status", "boundVolumeSnapshotContentName").flatMap(name -> contents.find("", name));
        Optional<String> handle = own.flatMap(found -> optional(found, "status", "snapshotHandle"));
        if (handle.isEmpty()) {
            return "the driver has not named the snapshot yet";
        }
        Optional<GenericKubernetesResource> there = contents.find("", content(pair));
        there.ifPresent(found -> contents.require(found, ours));
        if (there.filter(found -> !fresh(found, handle.get())).isPresent()) {
            contents.end("", content(pair), ours);
            return "an earlier content of the snapshot was removed";
        }
        if (there.isEmpty()) {
            contents.create(contentMetadata(borrower), spec(own.orElseThrow(), handle.get(), pair));
        }
        snapshots.create(
                metadata(borrower, lender.getMetadata().getNamespace()),
                Map.of("source", Map.of("volumeSnapshotContentName", content(pair))));
        return "the snapshot was just lent to namespace " + namespace;
    }

    /** One that was bound to a snapshot which is gone, or names what is gone, is of no use. */
    private static boolean fresh(GenericKubernetesResource content, String handle) {
        return content.getMetadata().getDeletionTimestamp() == null
                && content.<Object>get("spec", "volumeSnapshotRef", "uid") == null
                && handle.equals(text(content, "spec", "source", "snapshotHandle"));
    }

    private static ObjectMeta contentMetadata(Building borrower) {
        return new ObjectMetaBuilder(ClaimMark.metadata(borrower, null, content(borrower.pair())))
                .addToAnnotations(MAY_GO, "yes")
                .build();
    }

    private static Map<String, Object> spec(GenericKubernetesResource own, String handle, StoragePair pair) {
        Map<String, Object> spec = new HashMap<>(Map.of(
                "deletionPolicy",
                "Retain",
                "driver",
                text(own, "spec", "driver"),
                "source",
                Map.of("snapshotHandle", handle),
                "volumeSnapshotRef",
                Map.of(
                        "namespace",
                        pair.instance().namespace(),
                        "name",
                        pair.filestore().value())));
        for (String same : List.of("volumeSnapshotClassName", "sourceVolumeMode")) {
            optional(own, "spec", same).ifPresent(value -> spec.put(same, value));
        }
        return spec;
    }

    private static ObjectMeta metadata(Building borrower, String lender) {
        return new ObjectMetaBuilder(ClaimMark.metadata(borrower))
                .addToAnnotations(VolumeSnapshots.LENT_BY, lender)
                .build();
    }

    /** Deletes what the borrower has of it; the claim that is made from it must be bound, or gone. */
    void giveBack(StoragePair pair) {
        Predicate<ClaimMark> ours = mark -> mark.belongsTo(pair);
        snapshots.end(pair.instance().namespace(), pair.filestore().value(), ours);
        contents.end("", content(pair), ours);
    }

    private static String text(GenericKubernetesResource of, Object... path) {
        return optional(of, path).orElse("");
    }

    private static Optional<String> optional(GenericKubernetesResource of, Object... path) {
        return Optional.ofNullable(of.<Object>get(path)).map(String::valueOf);
    }
}
