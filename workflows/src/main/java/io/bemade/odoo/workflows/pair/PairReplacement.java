package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseProof;
import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Owning;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.VolumeAccess;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.OdooActivities;
import io.bemade.odoo.workflows.activity.OdooActivities.Neutralization;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreCheck;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
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
    private final DatabaseActivities undoDatabases = Stubs.undoing(DatabaseActivities.class);
    private final DatabaseActivities movingDatabases = Stubs.moving(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);
    private final FilestoreActivities undoFilestores = Stubs.undoing(FilestoreActivities.class);
    private final OdooActivities odoo = Stubs.moving(OdooActivities.class);

    private final OperationRun operation;
    private final InstanceDescription target;
    private final long ticket;

    public PairReplacement(OperationRun operation, InstanceDescription target, long ticket) {
        this.operation = operation;
        this.target = target;
        this.ticket = ticket;
    }

    /** What is checked before the switch. */
    public record Policy(boolean checkContent, boolean allowMissingAttachments) {}

    /** What was built and is current now. */
    public record Outcome(
            StoragePair pair,
            DatabaseReport database,
            FilestoreReport files,
            DatabaseProof proof,
            Optional<Neutralization> neutralization,
            List<String> warnings) {}

    public Outcome run(PinnedSource source, Policy policy) {
        StoragePair fresh = PairNames.fresh(target, Workflow.randomUUID());
        Building building = new Building(fresh, OperationRun.id(), OperationRun.now());
        operation.about(fresh);

        VolumeActivities volume = create(building);
        Loaded loaded = load(new Loading(building, source), volume);
        List<String> warnings = new ArrayList<>(loaded.database().warnings());
        DatabaseProof proof = prove(fresh, volume, policy, warnings);
        Optional<Neutralization> neutralization = neutralize(fresh, warnings);
        own(building, volume, neutralization.isPresent());
        new PairSwitch(operation, target, ticket).to(fresh);
        return new Outcome(fresh, loaded.database(), loaded.files(), proof, neutralization, warnings);
    }

    private VolumeActivities create(Building building) {
        operation.enter(Phase.CREATING);
        Compensations compensations = operation.compensations();
        compensations.run("database " + building, () -> databases.create(building), () -> undoDatabases.drop(building));
        compensations.run(
                "filestore " + building.pair().filestore(),
                () -> filestores.create(building),
                () -> undoFilestores.drop(building));
        VolumeAccess access = compensations.call(
                "volume worker of " + building.pair().filestore(),
                () -> filestores.attach(building.pair()),
                () -> undoFilestores.detach(building.pair()));
        return Stubs.moving(VolumeActivities.class, access.taskQueue());
    }

    private record Loaded(DatabaseReport database, FilestoreReport files) {}

    /** Both halves at once; when one fails the other is stopped, and has stopped, before anything is undone. */
    private Loaded load(Loading loading, VolumeActivities volume) {
        operation.enter(Phase.LOADING);
        CompletablePromise<DatabaseReport> database = Workflow.newPromise();
        CompletablePromise<FilestoreReport> files = Workflow.newPromise();
        CancellationScope both = Workflow.newCancellationScope(() -> {
            database.completeFrom(Async.function(movingDatabases::load, loading));
            files.completeFrom(Async.function(volume::load, loading));
        });
        both.run();
        try {
            Promise.allOf(database, files).get();
        } catch (TemporalFailure failure) {
            both.cancel("the other half of the pair failed");
            database.getFailure();
            files.getFailure();
            throw failure;
        }
        return new Loaded(database.get(), files.get());
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
        if (files.missing() > 0) {
            String lack = files.missing() + " of " + files.referenced()
                    + " attachments that the database refers to are not in the backup, such as "
                    + String.join(", ", files.examples());
            if (!policy.allowMissingAttachments()) {
                throw Failures.refuse(
                        ErrorCode.NOT_PROVEN,
                        lack + ": the instance was not switched; use a complete backup, or allowMissingAttachments");
            }
            warnings.add(lack);
        }
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
