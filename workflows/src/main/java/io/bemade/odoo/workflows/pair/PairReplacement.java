package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseProof;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.OdooActivities;
import io.bemade.odoo.workflows.activity.OdooActivities.Neutralization;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreCheck;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.pair.Filling.Filled;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shared story: build a new pair beside the live one, prove it, make it harmless where it is a copy, hand it over to
 * the instance, switch. Nothing here touches the pair in use before the switch.
 */
public final class PairReplacement {
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);
    private final OdooActivities odoo = Stubs.moving(OdooActivities.class);

    private final OperationRun operation;
    private final InstanceDescription target;
    private final long ticket;

    public PairReplacement(OperationRun operation, InstanceDescription target, long ticket) {
        this.operation = operation;
        this.target = target;
        this.ticket = ticket;
    }

    /**
     * What is checked before the switch.
     *
     * @param origin where everything came from, such as {@code the backup}
     * @param remedy what to do about attachments that it lacks
     * @param remedyForNone what to do when it has none of them, which is refused whatever else is allowed; absent where
     *     that is allowed as some are, as in a backup that was made without its filestore
     */
    public record Policy(
            boolean checkContent,
            boolean allowMissingAttachments,
            String origin,
            String remedy,
            Optional<String> remedyForNone) {
        /** @return the warning, where attachments are missing and may be */
        Optional<String> refuseMissing(FilestoreProof files) {
            if (files.missing() == 0) {
                return Optional.empty();
            }
            if (files.missing() == files.referenced() && remedyForNone.isPresent()) {
                throw Failures.refuse(
                        ErrorCode.NOT_PROVEN,
                        "none of the " + files.referenced() + " attachments that the database refers to is in " + origin
                                + ": the instance was not switched; " + remedyForNone.get());
            }
            String lack = files.missing() + " of " + files.referenced()
                    + " attachments that the database refers to are not in " + origin + ", such as "
                    + String.join(", ", files.examples());
            if (!allowMissingAttachments) {
                throw Failures.refuse(ErrorCode.NOT_PROVEN, lack + ": the instance was not switched; " + remedy);
            }
            return Optional.of(lack);
        }
    }

    /** What was built and is current now. */
    public record Outcome(
            StoragePair pair,
            FilestoreReport files,
            DatabaseProof proof,
            Optional<Neutralization> neutralization,
            List<String> warnings) {}

    public Outcome run(Filling filling, Policy policy) {
        StoragePair fresh = PairNames.fresh(target, Workflow.randomUUID());
        Building building = new Building(fresh, OperationRun.id(), OperationRun.now());
        operation.about(fresh);

        Filled filled = filling.fill(operation, building);
        List<String> warnings = new ArrayList<>(filled.warnings());
        DatabaseProof proof = prove(fresh, filled.volume(), policy, warnings);
        Optional<Neutralization> neutralization = neutralize(fresh, warnings);
        own(building, filled.volume(), neutralization.isPresent());
        new PairSwitch(operation, target, ticket).to(fresh);
        return new Outcome(fresh, filled.files(), proof, neutralization, warnings);
    }

    private DatabaseProof prove(StoragePair fresh, VolumeActivities volume, Policy policy, List<String> warnings) {
        operation.enter(Phase.PROVING);
        DatabaseProof proof = databases.prove(fresh);
        refuseOtherVersion(proof);
        if (!proof.unvalidated().isEmpty()) {
            warnings.add("Not valid in the backup itself, and left so: " + String.join(", ", proof.unvalidated()));
        }
        FilestoreProof files = volume.prove(new FilestoreCheck(fresh, policy.checkContent()));
        if (files.corrupt() > 0) {
            throw Failures.refuse(
                    ErrorCode.NOT_PROVEN,
                    files.corrupt() + " attachments are damaged (content does not match their names), such as "
                            + String.join(", ", files.examples())
                            + ": the instance was not switched; use another backup");
        }
        policy.refuseMissing(files).ifPresent(warnings::add);
        return proof;
    }

    /** A script says its Odoo version nowhere but in its rows. */
    private void refuseOtherVersion(DatabaseProof proof) {
        if (target.odooMajor().isPresent()
                && proof.odooMajor().isPresent()
                && !target.odooMajor().equals(proof.odooMajor())) {
            throw Failures.refuse(
                    ErrorCode.BAD_BACKUP,
                    "the backup is of Odoo " + proof.odooMajor().get() + " (base " + proof.odooVersion() + "), but "
                            + target.instance() + " runs Odoo "
                            + target.odooMajor().get() + ": restore it into an instance of its own version");
        }
    }

    /** Fail closed: a copy that is not proven harmless is never switched to. */
    private Optional<Neutralization> neutralize(StoragePair fresh, List<String> warnings) {
        if (target.type() == InstanceType.PRODUCTION) {
            return Optional.empty();
        }
        operation.enter(Phase.NEUTRALIZING);
        Neutralization neutralization = odoo.neutralize(fresh);
        odoo.verifyNeutralized(fresh);
        odoo.renewIdentity(fresh);
        if (!neutralization.notCovered().isEmpty()) {
            warnings.add("Installed modules that touch the outside and had no neutralization of their own: "
                    + String.join(", ", neutralization.notCovered()));
        }
        return Optional.of(neutralization);
    }

    private void own(Building building, VolumeActivities volume, boolean neutralized) {
        operation.enter(Phase.OWNING);
        databases.own(new Owning(building, target.role(), neutralized));
        volume.own(building.pair());
        filestores.detach(building.pair());
    }
}
