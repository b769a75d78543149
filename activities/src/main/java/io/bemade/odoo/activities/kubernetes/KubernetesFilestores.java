package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.VolumeSnapshots.Outcome;
import io.bemade.odoo.activities.port.Databases.Access;
import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.CopyBegun;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.activity.FilestoreActivities.VolumeAccess;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Filestores as claims in the instance's namespace, each under its filestore's name. {@link ClaimMark} says what is ours.
 * No claim is deleted while a pod mounts it or a workload names it: {@code NOT_OURS}, naming that.
 */
public final class KubernetesFilestores implements Filestores {
    /** Some drivers bring a snapshot to another place before it can be used. */
    private static final Duration SNAPSHOT = Duration.ofMinutes(30);

    private final KubernetesClient client;
    private final Claims claims;
    private final NewClaim fresh;
    private final VolumeSnapshots snapshots;
    private final VolumeWorkers workers;

    /** @param logins to databases under construction, as their builder roles: {@code databases::builderAccess} */
    public KubernetesFilestores(
            KubernetesClient client, Function<StoragePair, Access> logins, VolumeWorkerSettings settings) {
        this.client = client;
        this.claims = new Claims(client);
        this.fresh = new NewClaim(new OdooInstances(client), claims);
        this.snapshots = new VolumeSnapshots(client, SNAPSHOT);
        this.workers = new VolumeWorkers(client, logins, settings);
    }

    @Override
    public void require(StoragePair pair) {
        claims.require(pair, mark -> mark.belongsTo(pair));
    }

    /** Does not wait for the volume: some are made only when a pod wants them. {@link #attach} says why one is not. */
    @Override
    public void create(Building building) {
        if (claims.find(building.pair()).isEmpty()) {
            claims.createOrGet(fresh.of(building));
        }
        claims.require(building.pair(), mark -> mark.madeBy(building));
    }

    /**
     * A claim that begins as a snapshot of the source's; where there is none to be had, an empty claim, for whose worker the
     * source's is mounted as well. Of a source in another namespace only a snapshot can be had: else {@code INVALID_REQUEST}.
     */
    @Override
    public CopyBegun createCopy(FilestoreCopying copying, Pulse pulse) {
        Building building = copying.building();
        boolean begun = claims.find(building.pair())
                .flatMap(claim -> ClaimCopy.of(claim.getMetadata()))
                .isPresent();
        if (!begun) {
            Outcome outcome = snapshots.clone(copying.source(), building, pulse);
            if (outcome.done()) {
                return new CopyBegun(Optional.empty());
            }
            requireNear(copying, outcome.whyNot());
            requireShareable(copying.source(), outcome.whyNot());
            claims.createOrGet(fresh.of(
                    building, new ClaimCopy(copying.source().filestore().value(), outcome.whyNot())));
        }
        PersistentVolumeClaim claim = claims.require(building.pair(), mark -> mark.madeBy(building));
        return new CopyBegun(ClaimCopy.of(claim.getMetadata()).map(ClaimCopy::note));
    }

    private static void requireNear(FilestoreCopying copying, String noSnapshot) {
        InstanceRef source = copying.source().instance();
        InstanceRef target = copying.building().pair().instance();
        if (!source.namespace().equals(target.namespace())) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "the files of " + source + " cannot be copied for " + target
                            + " in another namespace without a snapshot, and there is none, for " + noSnapshot);
        }
    }

    private void requireShareable(StoragePair source, String noSnapshot) {
        if (claims.find(source)
                .filter(claim -> claim.getSpec().getAccessModes().contains("ReadWriteOncePod"))
                .isPresent()) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "claim " + Claims.name(source)
                            + " can be mounted by one pod alone (ReadWriteOncePod), so that only a"
                            + " snapshot could copy it, and there is none, for " + noSnapshot);
        }
    }

    /** The claim first: while it is not bound, it holds the snapshot. */
    @Override
    public void dropCopy(FilestoreCopying copying) {
        Building building = copying.building();
        claims.delete(building.pair(), mark -> mark.madeBy(building));
        snapshots.forget(building.pair(), copying.source().instance().namespace());
    }

    @Override
    public void drop(Building building) {
        claims.delete(building.pair(), mark -> mark.madeBy(building));
    }

    /**
     * Marks a claim that nobody has marked, and notes that the pair was replaced. Another pair's claim is {@code NOT_OURS}.
     */
    @Override
    public void adopt(StoragePair pair) {
        KubernetesFailures.contended(Claims.call("patch", pair), () -> tryToAdopt(pair));
    }

    private void tryToAdopt(StoragePair pair) {
        PersistentVolumeClaim claim = claims.find(pair).orElseThrow(() -> Claims.missing(pair));
        Optional<ClaimMark> known = ClaimMark.of(claim.getMetadata());
        if (known.isPresent()) {
            claims.require(pair, mark -> mark.belongsTo(pair));
        }
        ClaimMark mark = known.orElseGet(() -> ClaimMark.adopting(pair));
        Map<String, String> labels = mark.labels(pair, ClaimMark.RETAINED);
        client.resource(claim)
                .edit(there -> new PersistentVolumeClaimBuilder(there)
                        .editMetadata()
                        .addToLabels(labels)
                        .addToAnnotations(mark.annotations())
                        .endMetadata()
                        .build());
    }

    /**
     * Deletes the claim and with it, where its class says so, the volume. Of a claim that was there before us only the pair's
     * own files are deleted, by a Job, for others may be in it; the claim stays. What a copy that was terminated in the
     * middle had made of snapshots goes too, in whatever namespace it is.
     */
    @Override
    public void expire(StoragePair pair) {
        Optional<PersistentVolumeClaim> claim = claims.find(pair);
        Optional<PersistentVolumeClaim> adopted = claim.filter(found ->
                ClaimMark.of(found.getMetadata()).filter(ClaimMark::adopted).isPresent());
        if (adopted.isPresent()) {
            claims.require(pair, mark -> mark.belongsTo(pair));
            workers.cleanUp(pair, adopted.get());
        } else {
            claims.delete(pair, mark -> mark.belongsTo(pair));
            if (claim.map(gone -> ClaimMark.building(gone.getMetadata())).orElse(true)) {
                snapshots.forgetLost(pair);
            }
        }
    }

    /**
     * Returns when a worker inside the volume is ready and polls the task queue {@code volume/<namespace>/<claim>}. There
     * already: returns at once. Its Job or pod was deleted: it is made anew. Waits while the claim is not bound, the pod is
     * unschedulable or its image is not pulled, says so in its progress, and in the end fails with that reason,
     * {@code UNAVAILABLE}; an image that can never be pulled is {@code COMMAND_FAILED} at once. The snapshot that the claim
     * was made from is not needed any more, and deleted.
     *
     * <p>A worker that is lost later is noticed by its caller: the step's heartbeat stops, Temporal gives the step to the queue
     * again, and nobody takes it within {@link io.bemade.odoo.workflows.activity.Stubs#PICKED_UP}. The workflow then calls
     * this again, and repeats the step.
     */
    @Override
    public VolumeAccess attach(Attachment attachment, Pulse pulse) {
        VolumeAccess access = workers.attach(attachment, pulse);
        StoragePair pair = attachment.pair();
        claims.find(pair)
                .filter(VolumeSnapshots::cloned)
                .ifPresent(bound -> snapshots.forget(pair, VolumeSnapshots.lender(bound)));
        return access;
    }

    /** Deletes the worker, and returns when its pod is gone. */
    @Override
    public void detach(StoragePair pair, Pulse pulse) {
        workers.detach(pair, pulse);
    }

    /** The size that a new claim asks for; a file system takes a part of it. */
    @Override
    public OptionalLong freeBytes(InstanceRef instance) {
        return OptionalLong.of(fresh.bytes(instance));
    }
}
