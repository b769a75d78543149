package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.ClusterWait.Look;
import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Claims cloned by VolumeSnapshot, where the instance names a class for it and driver and class can do it. Where they cannot,
 * nothing is left behind and the caller copies files instead. A source in another namespace lends its snapshot.
 */
public final class VolumeSnapshots {
    /** Annotation of a copy's claim and snapshot: the namespace of the snapshot that was lent for it. */
    static final String LENT_BY = "bemade.io/snapshot-lent-by";

    private static final String AT_FIRST_POD = "WaitForFirstConsumer";
    private static final int MOST_LOSSES = 3;
    /** Drivers report errors that the next try mends; one that lasts this long is believed. */
    private static final Duration LASTING = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final OdooInstances instances;
    private final Claims claims;
    private final NewClaim fresh;
    private final Diagnosis diagnosis;
    private final SnapshotApi snapshots;
    private final LentSnapshots lent;
    private final Duration patience;

    /** @param patience how long a snapshot may take until it can be used; then files are copied */
    public VolumeSnapshots(KubernetesClient client, Duration patience) {
        this.client = client;
        this.instances = new OdooInstances(client);
        this.claims = new Claims(client);
        this.fresh = new NewClaim(instances, claims);
        this.diagnosis = new Diagnosis(client);
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
        Optional<String> obstacle = obstacle(original, snapshotClass);
        if (obstacle.isPresent()) {
            return Outcome.notPossible(obstacle.get());
        }
        Cloning cloning =
                new Cloning(original, snapshotClass, target, source.instance().namespace());
        return new ClusterWait(patience.multipliedBy(2))
                .await("the clone of claim " + Claims.name(source), pulse, cloning::look);
    }

    /** Whether a claim was made from a snapshot. */
    static boolean cloned(PersistentVolumeClaim claim) {
        return claim.getSpec().getDataSource() != null
                && "VolumeSnapshot".equals(claim.getSpec().getDataSource().getKind());
    }

    /** Deletes the snapshot that the target's claim was made from. Call it once the claim is bound. Gone: nothing to do. */
    public void forget(Building target) {
        forget(target.pair(), target.pair().instance().namespace(), mark -> mark.madeBy(target));
    }

    /** The same of a copy, whose source may have lent it; the claim must be bound, or gone. */
    void forget(FilestoreCopying copying) {
        Building target = copying.building();
        forget(target.pair(), copying.source().instance().namespace(), mark -> mark.madeBy(target));
    }

    /** The same, of the snapshot that this claim was made from. */
    void forget(StoragePair pair, PersistentVolumeClaim made) {
        String namespace = pair.instance().namespace();
        forget(
                pair,
                made.getMetadata().getAnnotations().getOrDefault(LENT_BY, namespace),
                mark -> mark.belongsTo(pair));
    }

    /** What was lent is given back before the lender's own goes, for it is the one that owns what the driver keeps. */
    private void forget(StoragePair pair, String lender, Predicate<ClaimMark> ours) {
        if (!lender.equals(pair.instance().namespace())) {
            lent.giveBack(pair, ours);
        }
        snapshots.delete(lender, pair.filestore().value(), ours);
    }

    /** Whoever may not look at classes, which are the cluster's, learns it from the snapshot itself, a little later. */
    private Optional<String> obstacle(PersistentVolumeClaim source, String snapshotClass) {
        try {
            return mismatch(source, snapshotClass);
        } catch (OrchestratorException e) {
            if (e.code() == ErrorCode.ACCESS_DENIED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<String> mismatch(PersistentVolumeClaim source, String snapshotClass) {
        GenericKubernetesResource kind =
                SnapshotApi.classes(client).find("", snapshotClass).orElse(null);
        if (kind == null) {
            return Optional.of("VolumeSnapshotClass " + snapshotClass + " does not exist");
        }
        String provisioner =
                storageClass(source).map(StorageClass::getProvisioner).orElse("");
        String driver = String.valueOf(kind.<Object>get("driver"));
        return driver.equals(provisioner)
                ? Optional.empty()
                : Optional.of("VolumeSnapshotClass " + snapshotClass + " is of driver " + driver + ", the volume of \""
                        + provisioner + "\"");
    }

    private Optional<StorageClass> storageClass(PersistentVolumeClaim claim) {
        String name = claim.getSpec().getStorageClassName();
        return name == null
                ? Optional.empty()
                : attempt(
                        new Call("get", "storageclasses.storage.k8s.io", "", name),
                        () -> Optional.ofNullable(client.storage()
                                .v1()
                                .storageClasses()
                                .withName(name)
                                .get()));
    }

    /** Its class says it, or what is told of the claim to those who may not look at classes. */
    private boolean atFirstPod(PersistentVolumeClaim claim) {
        try {
            return storageClass(claim)
                    .filter(kind -> AT_FIRST_POD.equals(kind.getVolumeBindingMode()))
                    .isPresent();
        } catch (OrchestratorException e) {
            if (e.code() == ErrorCode.ACCESS_DENIED) {
                return diagnosis.happened(
                        claim.getMetadata().getNamespace(),
                        "PersistentVolumeClaim",
                        claim.getMetadata().getName(),
                        AT_FIRST_POD);
            }
            throw e;
        }
    }

    /** One attempt to clone. */
    private final class Cloning {
        private final PersistentVolumeClaim original;
        private final String snapshotClass;
        private final Building target;
        private final StoragePair pair;
        private final String namespace;
        private final String name;
        private final String lender;
        private final long giveUp = System.nanoTime() + patience.toNanos();
        private boolean taken;
        private int losses;
        private final Map<String, Long> wrongSince = new HashMap<>();

        /** @param lender namespace of the source, where the snapshot is taken */
        Cloning(PersistentVolumeClaim original, String snapshotClass, Building target, String lender) {
            this.original = original;
            this.snapshotClass = snapshotClass;
            this.target = target;
            this.pair = target.pair();
            this.namespace = pair.instance().namespace();
            this.name = pair.filestore().value();
            this.lender = lender;
        }

        private boolean far() {
            return !lender.equals(namespace);
        }

        Look<Outcome> look() {
            Optional<PersistentVolumeClaim> claim = claims.find(pair);
            if (claim.filter(VolumeSnapshots::bound).isPresent()) {
                claims.require(pair, mark -> mark.madeBy(target));
                return Look.done(Outcome.cloned());
            }
            Optional<GenericKubernetesResource> snapshot = snapshots.find(lender, name);
            if (snapshot.isEmpty()) {
                return take(claim.isPresent());
            }
            taken = true;
            return unusable(snapshot.get()).orElseGet(() -> use(snapshot.get(), claim));
        }

        /** What there is to do while it is not ready. */
        private Optional<Look<Outcome>> unusable(GenericKubernetesResource snapshot) {
            snapshots.require(snapshot, mark -> mark.madeBy(target));
            Optional<String> wrong = error(snapshot);
            String where = snapshot.getMetadata().getNamespace();
            if (wrong.isPresent()) {
                return Optional.of(wrong(where, wrong.get()));
            }
            wrongSince.remove(where);
            if (Boolean.parseBoolean(String.valueOf(snapshot.<Object>get("status", "readyToUse")))) {
                return Optional.empty();
            }
            return Optional.of(
                    late()
                            ? giveUp("no snapshot was ready within " + patience.toSeconds() + " s")
                            : Look.waiting("the snapshot is being taken"));
        }

        private Look<Outcome> use(GenericKubernetesResource snapshot, Optional<PersistentVolumeClaim> claim) {
            if (far()) {
                Optional<GenericKubernetesResource> near = snapshots.find(namespace, name);
                return near.isEmpty()
                        ? Look.waiting(lent.lend(snapshot, target))
                        : unusable(near.get()).orElseGet(() -> fill(near.get(), claim));
            }
            return fill(snapshot, claim);
        }

        private Look<Outcome> fill(GenericKubernetesResource snapshot, Optional<PersistentVolumeClaim> claim) {
            return claim.map(this::binding).orElseGet(() -> make(snapshot));
        }

        private Look<Outcome> take(boolean claimed) {
            if (taken && ++losses > MOST_LOSSES) {
                return giveUp("the snapshot was removed " + losses + " times before it was used");
            }
            if (claimed) {
                // It would wait for ever for a snapshot that is gone.
                claims.delete(pair, mark -> mark.madeBy(target));
            }
            if (far()) {
                lent.giveBack(pair, mark -> mark.madeBy(target));
            }
            snapshots.create(
                    far() ? ClaimMark.metadata(target, lender, name) : ClaimMark.metadata(target),
                    Map.of(
                            "volumeSnapshotClassName",
                            snapshotClass,
                            "source",
                            Map.of(
                                    "persistentVolumeClaimName",
                                    original.getMetadata().getName())));
            taken = true;
            return Look.waiting("the snapshot was just asked for");
        }

        private Optional<String> error(GenericKubernetesResource snapshot) {
            return Optional.ofNullable(snapshot.<Object>get("status", "error", "message"))
                    .map(message -> KubernetesFailures.shortened(String.valueOf(message)));
        }

        private Look<Outcome> wrong(String where, String message) {
            long since = wrongSince.computeIfAbsent(where, there -> System.nanoTime());
            boolean lasting = System.nanoTime() - since > LASTING.toNanos();
            return lasting ? giveUp("the snapshot failed: " + message) : Look.waiting(message);
        }

        private boolean late() {
            return System.nanoTime() - giveUp > 0;
        }

        private Look<Outcome> giveUp(String whyNot) {
            claims.delete(pair, mark -> mark.madeBy(target));
            forget(pair, lender, mark -> mark.madeBy(target));
            return Look.done(Outcome.notPossible(whyNot));
        }

        private Look<Outcome> make(GenericKubernetesResource snapshot) {
            PersistentVolumeClaim plain = fresh.of(target);
            PersistentVolumeClaimBuilder claim = new PersistentVolumeClaimBuilder(plain)
                    .editSpec()
                    .withNewDataSource(SnapshotApi.GROUP, "VolumeSnapshot", name)
                    .endSpec();
            if (far()) {
                claim.editMetadata().addToAnnotations(LENT_BY, lender).endMetadata();
            }
            if (plain.getSpec().getStorageClassName() == null) {
                claim.editSpec()
                        .withStorageClassName(original.getSpec().getStorageClassName())
                        .endSpec();
            }
            atLeast(snapshot, plain)
                    .ifPresent(size -> claim.editSpec()
                            .editResources()
                            .addToRequests("storage", size)
                            .endResources()
                            .endSpec());
            claims.createOrGet(claim.build());
            return Look.waiting("the claim was just made");
        }

        /** A clone cannot be smaller than its snapshot. */
        private Optional<Quantity> atLeast(GenericKubernetesResource snapshot, PersistentVolumeClaim plain) {
            Object needed = snapshot.get("status", "restoreSize");
            Quantity wanted = plain.getSpec().getResources().getRequests().getOrDefault("storage", new Quantity("0"));
            return Optional.ofNullable(needed)
                    .map(size -> Quantity.parse(String.valueOf(size)))
                    .filter(size -> size.getNumericalAmount().compareTo(wanted.getNumericalAmount()) > 0);
        }

        private Look<Outcome> binding(PersistentVolumeClaim claim) {
            claims.require(pair, mark -> mark.madeBy(target));
            return atFirstPod(claim)
                    ? Look.done(Outcome.cloned())
                    : Look.waiting(diagnosis
                            .warning(namespace, "PersistentVolumeClaim", name)
                            .orElse("the claim is not bound yet"));
        }
    }

    private static boolean bound(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }
}
