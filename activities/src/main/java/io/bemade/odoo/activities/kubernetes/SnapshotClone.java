package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.ClusterWait.Look;
import io.bemade.odoo.activities.kubernetes.VolumeSnapshots.Outcome;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One attempt to make a claim from a snapshot of another: each look does the next thing that is missing. */
final class SnapshotClone {
    private static final int MOST_LOSSES = 3;
    /** Drivers report errors that the next try mends; one that lasts this long is believed. */
    private static final Duration LASTING = Duration.ofSeconds(10);

    private final Claims claims;
    private final NewClaim fresh;
    private final StorageClasses classes;
    private final Diagnosis diagnosis;
    private final SnapshotApi snapshots;
    private final LentSnapshots lent;
    private final PersistentVolumeClaim original;
    private final String snapshotClass;
    private final Building target;
    private final StoragePair pair;
    private final String namespace;
    private final String name;
    private final String lender;
    private final Duration patience;
    private final long giveUp;
    private final Map<String, Long> wrongSince = new HashMap<>();
    private boolean taken;
    private int losses;

    /** @param original the source's claim; its namespace, where the snapshot is taken, may be another than the target's */
    SnapshotClone(
            KubernetesClient client,
            PersistentVolumeClaim original,
            String snapshotClass,
            Building target,
            Duration patience) {
        this.claims = new Claims(client);
        this.fresh = new NewClaim(new OdooInstances(client), claims);
        this.classes = new StorageClasses(client);
        this.diagnosis = new Diagnosis(client);
        this.snapshots = SnapshotApi.snapshots(client);
        this.lent = new LentSnapshots(client);
        this.original = original;
        this.snapshotClass = snapshotClass;
        this.target = target;
        this.pair = target.pair();
        this.namespace = pair.instance().namespace();
        this.name = pair.filestore().value();
        this.lender = original.getMetadata().getNamespace();
        this.patience = patience;
        this.giveUp = System.nanoTime() + patience.toNanos();
    }

    Look<Outcome> look() {
        Optional<PersistentVolumeClaim> claim = claims.find(pair);
        if (claim.filter(Claims::bound).isPresent()) {
            claims.require(pair, mark -> mark.madeBy(target));
            return Look.done(Outcome.cloned());
        }
        Optional<GenericKubernetesResource> snapshot = snapshots.find(lender, name);
        if (snapshot.isEmpty()) {
            return take();
        }
        taken = true;
        return unusable(snapshot.get()).orElseGet(() -> use(snapshot.get(), claim));
    }

    private boolean far() {
        return !lender.equals(namespace);
    }

    private Look<Outcome> take() {
        if (taken && ++losses > MOST_LOSSES) {
            return notPossible("the snapshot was removed " + losses + " times before it was used");
        }
        dropClaim();
        if (far()) {
            lent.giveBack(pair);
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

    /** It would wait for ever for a snapshot that is gone, and hold one that is going. */
    private void dropClaim() {
        claims.delete(pair, mark -> mark.madeBy(target));
    }

    /** What there is to do while it is not ready. */
    private Optional<Look<Outcome>> unusable(GenericKubernetesResource snapshot) {
        snapshots.require(snapshot, mark -> mark.madeBy(target));
        if (snapshot.getMetadata().getDeletionTimestamp() != null) {
            dropClaim();
            return Optional.of(
                    late()
                            ? notPossible("the snapshot was being deleted for " + patience.toSeconds() + " s")
                            : Look.waiting("the snapshot is being deleted"));
        }
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
                        ? notPossible("no snapshot was ready within " + patience.toSeconds() + " s")
                        : Look.waiting("the snapshot is being taken"));
    }

    private static Optional<String> error(GenericKubernetesResource snapshot) {
        return Optional.ofNullable(snapshot.<Object>get("status", "error", "message"))
                .map(message -> KubernetesFailures.shortened(String.valueOf(message)));
    }

    private Look<Outcome> wrong(String where, String message) {
        long since = wrongSince.computeIfAbsent(where, there -> System.nanoTime());
        boolean lasting = System.nanoTime() - since > LASTING.toNanos();
        return lasting ? notPossible("the snapshot failed: " + message) : Look.waiting(message);
    }

    private boolean late() {
        return System.nanoTime() - giveUp > 0;
    }

    private static Look<Outcome> notPossible(String whyNot) {
        return Look.done(Outcome.notPossible(whyNot));
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
        return claim.map(this::binding).orElseGet(() -> {
            claims.createOrGet(fresh.from(snapshot, original, target));
            return Look.waiting("the claim was just made");
        });
    }

    private Look<Outcome> binding(PersistentVolumeClaim claim) {
        claims.require(pair, mark -> mark.madeBy(target));
        return classes.bindsAtFirstPod(claim)
                ? Look.done(Outcome.cloned())
                : Look.waiting(diagnosis
                        .warning(namespace, "PersistentVolumeClaim", name)
                        .orElse("the claim is not bound yet"));
    }
}
