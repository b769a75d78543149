package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;

/**
 * Claims cloned by VolumeSnapshot, where the instance names a class for it and driver and class can do it. Where they cannot,
 * nothing is left behind and the caller copies files instead. A source in another namespace lends its snapshot.
 */
public final class VolumeSnapshots {
    /** Annotation of a copy's claim and snapshot: the namespace of the snapshot that was lent for it. */
    static final String LENT_BY = "bemade.io/snapshot-lent-by";

    private final KubernetesClient client;
    private final OdooInstances instances;
    private final Claims claims;
    private final StorageClasses classes;
    private final SnapshotApi snapshots;
    private final LentSnapshots lent;
    private final Duration patience;

    /** @param patience how long a snapshot may take until it can be used; then files are copied */
    public VolumeSnapshots(KubernetesClient client, Duration patience) {
        this.client = client;
        this.instances = new OdooInstances(client);
        this.claims = new Claims(client);
        this.classes = new StorageClasses(client);
        this.snapshots = SnapshotApi.snapshots(client);
        this.lent = new LentSnapshots(client);
        this.patience = patience;
    }

    /**
     * How a clone went.
     *
     * @param done the claim exists, with the source's content; bound, unless its class binds it to its first pod
     * @param whyNot a sentence for people, when the files have to be copied
     */
    public record Outcome(boolean done, String whyNot) {
        static Outcome cloned() {
            return new Outcome(true, "");
        }

        static Outcome notPossible(String whyNot) {
            return new Outcome(false, whyNot);
        }
    }

    /**
     * Makes the target's claim from a snapshot of the source's. Safe to run twice. A snapshot that somebody removes before
     * the claim is bound is taken again, a few times. The mark inside the volume is the source's until a worker is attached.
     *
     * @throws OrchestratorException {@code NOT_FOUND} when there is no source claim; {@code NOT_OURS} when claim or snapshot
     *     of that name were made by another operation; {@code UNAVAILABLE} when the new claim is not bound in time
     */
    public Outcome clone(StoragePair source, Building target, Pulse pulse) {
        PersistentVolumeClaim original = claims.find(source).orElseThrow(() -> Claims.missing(source));
        OdooInstance instance = instances.require(target.pair().instance());
        String snapshotClass = instance.getSpec().filestore().snapshotClass();
        if (snapshotClass == null) {
            return Outcome.notPossible("the instance " + target.pair().instance() + " names no snapshotClass");
        }
        Optional<String> obstacle = classes.obstacle(original, snapshotClass);
        if (obstacle.isPresent()) {
            return Outcome.notPossible(obstacle.get());
        }
        SnapshotClone clone = new SnapshotClone(client, original, snapshotClass, target, patience);
        Outcome outcome = new ClusterWait(patience.multipliedBy(2))
                .await("the clone of claim " + Claims.name(source), pulse, clone::look);
        if (!outcome.done()) {
            claims.delete(target.pair(), mark -> mark.madeBy(target));
            forget(target.pair(), source.instance().namespace());
        }
        return outcome;
    }

    /** Whether a claim was made from a snapshot. */
    static boolean cloned(PersistentVolumeClaim claim) {
        return claim.getSpec().getDataSource() != null
                && "VolumeSnapshot".equals(claim.getSpec().getDataSource().getKind());
    }

    /** The namespace where the snapshot was taken that this, a claim or a snapshot, comes from. */
    static String lender(HasMetadata made) {
        return made.getMetadata()
                .getAnnotations()
                .getOrDefault(LENT_BY, made.getMetadata().getNamespace());
    }

    /**
     * Deletes the snapshot that the pair's claim was made from, which must be bound, or gone. What was lent is given back
     * first, for the lender's own snapshot owns what the driver keeps. Gone: nothing to do.
     *
     * @param lender namespace where it was taken
     */
    public void forget(StoragePair pair, String lender) {
        if (!lender.equals(pair.instance().namespace())) {
            lent.giveBack(pair);
        }
        snapshots.delete(lender, pair.filestore().value(), mark -> mark.belongsTo(pair));
    }

    /**
     * The same, of a copy that was terminated before anybody noted where its snapshot was taken: what was made for the pair
     * is looked for by its mark. The pair's claim must be gone, and its operation over.
     */
    void forgetLost(StoragePair pair) {
        snapshots.list(pair.instance().namespace(), ClaimMark.labels(pair), mark -> mark.belongsTo(pair)).stream()
                .map(VolumeSnapshots::lender)
                .distinct()
                .forEach(lender -> forget(pair, lender));
    }
}
