package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Filestores;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.PinnedSource;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;

/** What is done to filestores. */
public final class FilestoreSteps implements FilestoreActivities {
    private final InUse inUse;
    private final Filestores filestores;

    public FilestoreSteps(Instances instances, Filestores filestores) {
        this.inUse = new InUse(instances);
        this.filestores = filestores;
    }

    @Override
    public void checkRoom(RoomCheck check) {
        Heartbeats.run(() -> refuseWithoutRoom(check));
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
    public CopyBegun createCopy(FilestoreCopying copying) {
        return Heartbeats.during(pulse -> filestores.createCopy(copying, pulse));
    }

    @Override
    public void dropCopy(FilestoreCopying copying) {
        Heartbeats.run(() -> {
            inUse.refuse(copying.building().pair());
            filestores.dropCopy(copying);
        });
    }

    @Override
    public void drop(Building building) {
        Heartbeats.run(() -> {
            inUse.refuse(building.pair());
            filestores.drop(building);
        });
    }

    private void refuseWithoutRoom(RoomCheck check) {
        PinnedSource source = check.source();
        long free = filestores.freeBytes(check.instance()).orElse(Long.MAX_VALUE);
        if (free < source.fileBytes()) {
            throw new OrchestratorException(
                    ErrorCode.NO_SPACE,
                    "the attachments of " + source.source() + " need " + source.fileBytes() / 1_000_000
                            + " MB, and where filestores are made there are " + free / 1_000_000
                            + " MB: free some space");
        }
    }

    @Override
    public VolumeAccess attach(Attachment attachment) {
        return Heartbeats.during(pulse -> filestores.attach(attachment, pulse));
    }

    @Override
    public void detach(StoragePair pair) {
        Heartbeats.during(pulse -> {
            filestores.detach(pair, pulse);
            return true;
        });
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
