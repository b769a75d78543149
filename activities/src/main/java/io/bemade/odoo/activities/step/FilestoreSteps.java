package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Backups;
import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.OdooKnowledge;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;

/** What is done to filestores. */
public final class FilestoreSteps implements FilestoreActivities {
    private final InUse inUse;
    private final Filestores filestores;
    private final Backups backups;
    private final OdooKnowledge odoo;

    public FilestoreSteps(Instances instances, Filestores filestores, Backups backups, OdooKnowledge odoo) {
        this.inUse = new InUse(instances);
        this.filestores = filestores;
        this.backups = backups;
        this.odoo = odoo;
    }

    @Override
    public void checkRoom(PinnedSource source) {
        Heartbeats.run(() -> refuseWithoutRoom(source));
    }

    @Override
    public void require(StoragePair pair) {
        Heartbeats.run(() -> filestores.require(pair));
    }

    @Override
    public void create(Building building) {
        Heartbeats.run(() -> filestores.create(building));
    }

    @Override
    public void drop(Building building) {
        Heartbeats.run(() -> {
            inUse.refuse(building.pair());
            filestores.drop(building);
        });
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
        return filestores.load(pair, backup, source.fileBytes(), pulse);
    }

    private void refuseWithoutRoom(PinnedSource source) {
        long free = filestores.freeBytes();
        if (free < source.fileBytes()) {
            throw new OrchestratorException(
                    ErrorCode.NO_SPACE,
                    "the attachments of " + source.source() + " need " + source.fileBytes() / 1_000_000
                            + " MB, and where filestores are made there are " + free / 1_000_000
                            + " MB: free some space");
        }
    }

    @Override
    public FilestoreProof prove(FilestoreCheck check) {
        return Heartbeats.during(pulse -> odoo.overStoreNames(
                check.pair(), names -> filestores.prove(check.pair(), names, check.content(), pulse)));
    }

    @Override
    public void own(StoragePair pair) {
        Heartbeats.run(() -> filestores.own(pair));
    }

    @Override
    public void retire(StoragePair pair) {
        Heartbeats.run(() -> filestores.adopt(pair));
    }

    @Override
    public void expire(StoragePair pair) {
        Heartbeats.run(() -> {
            inUse.refuse(pair);
            filestores.expire(pair);
        });
    }
}
