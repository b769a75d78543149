package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceSpec;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claim of a new filestore: as large as the instance says; class as it says, else that of the claim in use, else the
 * cluster's default; access modes of the claim in use, else {@code ReadWriteOnce}.
 */
final class NewClaim {
    private final OdooInstances instances;
    private final Claims claims;

    NewClaim(OdooInstances instances, Claims claims) {
        this.instances = instances;
        this.claims = claims;
    }

    /** Bytes that its volume will have in all. */
    long bytes(InstanceRef instance) {
        return size(instances.require(instance)).getNumericalAmount().longValue();
    }

    private static Quantity size(OdooInstance instance) {
        return Quantity.parse(instance.getSpec().filestore().size());
    }

    PersistentVolumeClaim of(Building building, ClaimCopy copy) {
        return new PersistentVolumeClaimBuilder(of(building))
                .editMetadata()
                .addToAnnotations(copy.annotations())
                .endMetadata()
                .build();
    }

    /** A clone. It cannot be smaller than its snapshot, and is of the original's class where nothing says otherwise. */
    PersistentVolumeClaim from(GenericKubernetesResource snapshot, PersistentVolumeClaim original, Building building) {
        PersistentVolumeClaim plain = of(building);
        String lender = original.getMetadata().getNamespace();
        PersistentVolumeClaimBuilder claim = new PersistentVolumeClaimBuilder(plain)
                .editSpec()
                .withNewDataSource(
                        SnapshotApi.GROUP,
                        "VolumeSnapshot",
                        building.pair().filestore().value())
                .endSpec();
        if (!lender.equals(plain.getMetadata().getNamespace())) {
            claim.editMetadata()
                    .addToAnnotations(VolumeSnapshots.LENT_BY, lender)
                    .endMetadata();
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
        return claim.build();
    }

    private static Optional<Quantity> atLeast(GenericKubernetesResource snapshot, PersistentVolumeClaim plain) {
        Object needed = snapshot.get("status", "restoreSize");
        Quantity wanted = plain.getSpec().getResources().getRequests().getOrDefault("storage", new Quantity("0"));
        return Optional.ofNullable(needed)
                .map(size -> Quantity.parse(String.valueOf(size)))
                .filter(size -> size.getNumericalAmount().compareTo(wanted.getNumericalAmount()) > 0);
    }

    PersistentVolumeClaim of(Building building) {
        StoragePair pair = building.pair();
        OdooInstance instance = instances.require(pair.instance());
        OdooInstanceSpec.Filestore wanted = instance.getSpec().filestore();
        Optional<PersistentVolumeClaim> current = instances
                .currentClaim(instance)
                .flatMap(name -> claims.find(pair.instance().namespace(), name));
        return new PersistentVolumeClaimBuilder()
                .withMetadata(ClaimMark.metadata(building))
                .withNewSpec()
                .withAccessModes(
                        current.map(like -> like.getSpec().getAccessModes()).orElse(List.of("ReadWriteOnce")))
                .withStorageClassName(Optional.ofNullable(wanted.storageClass())
                        .or(() -> current.map(like -> like.getSpec().getStorageClassName()))
                        .orElse(null))
                .withNewResources()
                .withRequests(Map.of("storage", size(instance)))
                .endResources()
                .endSpec()
                .build();
    }
}
