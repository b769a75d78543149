package io.bemade.odoo.activities.kubernetes;

import static io.bemade.odoo.activities.kubernetes.KubernetesFailures.attempt;

import io.bemade.odoo.activities.kubernetes.ClusterWait.Look;
import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Claims cloned by VolumeSnapshot, where the instance names a class for it and driver and class can do it. Where they cannot,
 * nothing is left behind and the caller copies files instead.
 */
public final class VolumeSnapshots {
    private static final String GROUP = "snapshot.storage.k8s.io";
    private static final String KIND = "VolumeSnapshot";
    private static final String AT_FIRST_POD = "WaitForFirstConsumer";
    private static final int MOST_LOSSES = 3;
    /** Drivers report errors that the next try mends; one that lasts this long is believed. */
    private static final Duration LASTING = Duration.ofSeconds(10);

    private static final ResourceDefinitionContext SNAPSHOT = context(KIND, "volumesnapshots", true);
    private static final ResourceDefinitionContext CLASS =
            context("VolumeSnapshotClass", "volumesnapshotclasses", false);

    private final KubernetesClient client;
    private final OdooInstances instances;
    private final Claims claims;
    private final NewClaim fresh;
    private final Diagnosis diagnosis;
    private final Duration patience;

    /** @param patience how long a snapshot may take until it can be used; then files are copied */
    public VolumeSnapshots(KubernetesClient client, Duration patience) {
        this.client = client;
        this.instances = new OdooInstances(client);
        this.claims = new Claims(client);
        this.fresh = new NewClaim(instances, claims);
        this.diagnosis = new Diagnosis(client);
        this.patience = patience;
    }

    private static ResourceDefinitionContext context(String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
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
        Cloning cloning = new Cloning(original, snapshotClass, target);
        return new ClusterWait(patience.multipliedBy(2))
                .await("the clone of claim " + Claims.name(source), pulse, cloning::look);
    }

    /** Whether a claim was made from a snapshot. */
    static boolean cloned(PersistentVolumeClaim claim) {
        return claim.getSpec().getDataSource() != null
                && KIND.equals(claim.getSpec().getDataSource().getKind());
    }

    /** Deletes the snapshot that the target's claim was made from. Call it once the claim is bound. Gone: nothing to do. */
    public void forget(Building target) {
        forget(target.pair(), mark -> mark.madeBy(target));
    }

    /** The same, if it bears such a mark. */
    void forget(StoragePair pair, Predicate<ClaimMark> ours) {
        snapshot(pair)
                .filter(found -> ClaimMark.of(found.getMetadata()).filter(ours).isPresent())
                .ifPresent(found ->
                        attempt(call("delete", pair), () -> resource(pair).delete()));
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
        GenericKubernetesResource kind = attempt(
                new Call("get", "volumesnapshotclasses." + GROUP, "", snapshotClass),
                () -> client.genericKubernetesResources(CLASS)
                        .withName(snapshotClass)
                        .get());
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

    private static Call call(String verb, StoragePair pair) {
        return new Call(
                verb,
                "volumesnapshots." + GROUP,
                pair.instance().namespace(),
                pair.filestore().value());
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

    private Resource<GenericKubernetesResource> resource(StoragePair pair) {
        return client.genericKubernetesResources(SNAPSHOT)
                .inNamespace(pair.instance().namespace())
                .withName(pair.filestore().value());
    }

    private Optional<GenericKubernetesResource> snapshot(StoragePair pair) {
        return attempt(
                call("get", pair), () -> Optional.ofNullable(resource(pair).get()));
    }

    /** One attempt to clone. */
    private final class Cloning {
        private final PersistentVolumeClaim original;
        private final String snapshotClass;
        private final Building target;
        private final StoragePair pair;
        private final long giveUp = System.nanoTime() + patience.toNanos();
        private boolean taken;
        private int losses;
        private long wrongSince;

        Cloning(PersistentVolumeClaim original, String snapshotClass, Building target) {
            this.original = original;
            this.snapshotClass = snapshotClass;
            this.target = target;
            this.pair = target.pair();
        }

        Look<Outcome> look() {
            Optional<PersistentVolumeClaim> claim = claims.find(pair);
            if (claim.filter(VolumeSnapshots::bound).isPresent()) {
                claims.require(pair, mark -> mark.madeBy(target));
                return Look.done(Outcome.cloned());
            }
            Optional<GenericKubernetesResource> snapshot = snapshot(pair);
            if (snapshot.isEmpty()) {
                return take(claim.isPresent());
            }
            requireOurs(snapshot.get());
            taken = true;
            Optional<String> wrong = error(snapshot.get());
            if (wrong.isPresent()) {
                return wrong(wrong.get());
            }
            if (!Boolean.parseBoolean(String.valueOf(snapshot.get().<Object>get("status", "readyToUse")))) {
                return late()
                        ? giveUp("no snapshot was ready within " + patience.toSeconds() + " s")
                        : Look.waiting("the snapshot is being taken");
            }
            return claim.map(this::binding).orElseGet(() -> make(snapshot.get()));
        }

        private Look<Outcome> take(boolean claimed) {
            if (taken && ++losses > MOST_LOSSES) {
                return giveUp("the snapshot was removed " + losses + " times before it was used");
            }
            if (claimed) {
                // It would wait for ever for a snapshot that is gone.
                claims.delete(pair, mark -> mark.madeBy(target));
            }
            GenericKubernetesResource wanted = wanted();
            attempt(call("create", pair), () -> client.resource(wanted).create());
            taken = true;
            return Look.waiting("the snapshot was just asked for");
        }

        private GenericKubernetesResource wanted() {
            return new GenericKubernetesResourceBuilder()
                    .withApiVersion(GROUP + "/v1")
                    .withKind(KIND)
                    .withMetadata(ClaimMark.metadata(target))
                    .addToAdditionalProperties(
                            "spec",
                            Map.of(
                                    "volumeSnapshotClassName",
                                    snapshotClass,
                                    "source",
                                    Map.of(
                                            "persistentVolumeClaimName",
                                            original.getMetadata().getName())))
                    .build();
        }

        private void requireOurs(GenericKubernetesResource snapshot) {
            if (ClaimMark.of(snapshot.getMetadata())
                    .filter(mark -> mark.madeBy(target))
                    .isEmpty()) {
                throw new OrchestratorException(
                        ErrorCode.NOT_OURS,
                        "snapshot " + Claims.name(pair)
                                + " was not made by this operation: look at it, and delete it by hand");
            }
        }

        private Optional<String> error(GenericKubernetesResource snapshot) {
            return Optional.ofNullable(snapshot.<Object>get("status", "error", "message"))
                    .map(message -> KubernetesFailures.shortened(String.valueOf(message)));
        }

        private Look<Outcome> wrong(String message) {
            if (wrongSince == 0) {
                wrongSince = System.nanoTime();
            }
            boolean lasting = System.nanoTime() - wrongSince > LASTING.toNanos();
            return lasting ? giveUp("the snapshot failed: " + message) : Look.waiting(message);
        }

        private boolean late() {
            return System.nanoTime() - giveUp > 0;
        }

        private Look<Outcome> giveUp(String whyNot) {
            claims.delete(pair, mark -> mark.madeBy(target));
            forget(target);
            return Look.done(Outcome.notPossible(whyNot));
        }

        private Look<Outcome> make(GenericKubernetesResource snapshot) {
            PersistentVolumeClaim plain = fresh.of(target);
            PersistentVolumeClaimBuilder claim = new PersistentVolumeClaimBuilder(plain)
                    .editSpec()
                    .withNewDataSource(GROUP, KIND, pair.filestore().value())
                    .endSpec();
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
                            .warning(
                                    pair.instance().namespace(),
                                    "PersistentVolumeClaim",
                                    pair.filestore().value())
                            .orElse("the claim is not bound yet"));
        }
    }

    private static boolean bound(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }
}
