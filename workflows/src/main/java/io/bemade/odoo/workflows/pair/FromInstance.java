package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyPlan;
import io.bemade.odoo.workflows.activity.DatabaseActivities.CopyReport;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Copying;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.CopyBegun;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A new pair is a copy of the one that another instance uses. The database first, at one moment, then the files: what came
 * later disturbs nobody. What Odoo deleted in between is not among them.
 */
public final class FromInstance implements Filling {
    private final DatabaseActivities databases = Stubs.moving(DatabaseActivities.class);
    private final DatabaseActivities undoDatabases = Stubs.undoing(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.moving(FilestoreActivities.class);
    private final FilestoreActivities undoFilestores = Stubs.undoing(FilestoreActivities.class);

    private final InstanceDescription source;
    private final StoragePair used;
    private final CopyPlan plan;
    private Optional<CopyReport> copied = Optional.empty();

    /**
     * @param used the pair that the source uses
     * @param plan how its database is copied
     */
    public FromInstance(InstanceDescription source, StoragePair used, CopyPlan plan) {
        this.source = source;
        this.used = used;
        this.plan = plan;
    }

    @Override
    public Filled fill(OperationRun operation, Building building) {
        operation.enter(Phase.COPYING);
        Copying copying = new Copying(building, used, source.role(), plan.way());
        FilestoreCopying files = new FilestoreCopying(building, used);
        Compensations compensations = operation.compensations();

        CopyReport copy = compensations.call(
                "database " + building + (plan.way() == CopyWay.ONLINE ? "" : ", or " + used + " letting nobody in"),
                () -> databases.copy(copying),
                () -> undoDatabases.dropCopy(copying));
        CopyBegun begun = compensations.call(
                "filestore " + building.pair().filestore(),
                () -> filestores.createCopy(files),
                () -> undoFilestores.dropCopy(files));
        VolumeActivities volume = AttachedVolume.attach(Attachment.of(building.pair()), compensations);
        FilestoreReport report = volume.copy(files);

        operation.released(source.instance());
        copied = Optional.of(copy);
        List<String> warnings = Stream.of(plan.note().stream(), copy.warnings().stream(), begun.note().stream())
                .flatMap(sentences -> sentences)
                .toList();
        return new Filled(volume, report, warnings);
    }

    public CopyReport report() {
        return copied.orElseThrow();
    }
}
