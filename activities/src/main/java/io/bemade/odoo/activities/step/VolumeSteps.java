package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Backups;
import io.bemade.odoo.activities.port.OdooKnowledge;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreCheck;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.StoragePair;

/** What is done to the files of a filestore. */
public final class VolumeSteps implements VolumeActivities {
    private final Volumes volumes;
    private final Backups backups;
    private final OdooKnowledge odoo;

    public VolumeSteps(Volumes volumes, Backups backups, OdooKnowledge odoo) {
        this.volumes = volumes;
        this.backups = backups;
        this.odoo = odoo;
    }

    @Override
    public FilestoreReport load(Loading loading) {
        return Heartbeats.during(pulse -> load(loading, pulse));
    }

    private FilestoreReport load(Loading loading, Pulse pulse) {
        PinnedSource source = loading.source();
        if (!source.format().hasFilestore()) {
            return new FilestoreReport(0, 0, 0);
        }
        StoragePair pair = loading.building().pair();
        Backup backup = backups.open(source, pair.instance().namespace());
        return volumes.load(pair, backup, source.fileBytes(), pulse);
    }

    @Override
    public FilestoreReport copy(FilestoreCopying copying) {
        return Heartbeats.during(
                pulse -> volumes.copy(copying.source(), copying.building().pair(), pulse));
    }

    @Override
    public FilestoreProof prove(FilestoreCheck check) {
        return Heartbeats.during(pulse ->
                odoo.overStoreNames(check.pair(), names -> volumes.prove(check.pair(), names, check.content(), pulse)));
    }

    @Override
    public void own(StoragePair pair) {
        Heartbeats.during(pulse -> {
            volumes.own(pair, pulse);
            return true;
        });
    }
}
