package io.bemade.odoo.activities.filestore;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Data directories under one root: {@code <root>/<filestore>/filestore/<database>/xx/<sha1>}, marked by
 * {@code <root>/<filestore>/.pair.json}. Of what Odoo keeps in a data directory only attachments are ever written: no
 * sessions, no checklists.
 */
public final class DirectoryFilestores implements Filestores {
    private final Path root;

    public DirectoryFilestores(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public void require(StoragePair pair) {
        DataDirectory directory = directory(pair);
        if (pair.filestore().adopted()) {
            directory.requireThere();
        } else {
            directory.requireMark(mark -> mark.belongsTo(pair));
        }
    }

    @Override
    public void create(Building building) {
        if (building.pair().filestore().adopted()) {
            throw new OrchestratorException(
                    ErrorCode.NOT_OURS,
                    building.pair().filestore()
                            + " is a directory that was there before: a new filestore needs a name");
        }
        DataDirectory directory = directory(building.pair());
        if (!directory.exists()) {
            make(directory, Mark.of(building));
        }
        directory.requireMark(mark -> mark.madeBy(building));
    }

    private void make(DataDirectory directory, Mark mark) {
        try {
            Files.createDirectories(root);
            directory.make(mark);
        } catch (IOException e) {
            throw Failures.writing(directory.path(), 0, e);
        }
    }

    /** A directory has no snapshot: the files come one by one. */
    @Override
    public CopyBegun createCopy(FilestoreCopying copying, Pulse pulse) {
        create(copying.building());
        return new CopyBegun(Optional.empty());
    }

    @Override
    public void dropCopy(FilestoreCopying copying) {
        drop(copying.building());
    }

    @Override
    public void drop(Building building) {
        directory(building.pair()).delete(mark -> mark.madeBy(building));
    }

    @Override
    public void adopt(StoragePair pair) {
        if (pair.filestore().adopted()) {
            directory(pair).adopt(pair);
        }
    }

    @Override
    public void expire(StoragePair pair) {
        directory(pair).delete(mark -> mark.belongsTo(pair));
    }

    /** Every worker of the host reaches them all. */
    @Override
    public VolumeAccess attach(Attachment attachment, Pulse pulse) {
        return new VolumeAccess(Optional.empty());
    }

    @Override
    public void detach(StoragePair pair, Pulse pulse) {
        // Nothing was attached.
    }

    @Override
    public OptionalLong freeBytes(InstanceRef instance) {
        return OptionalLong.of(freeBytes());
    }

    /** Bytes that can still be written under the root. */
    public long freeBytes() {
        Path existing = root;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            return Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw Failures.of("ask for the free space of", existing, e);
        }
    }

    private DataDirectory directory(StoragePair pair) {
        return DataDirectory.of(root, pair);
    }
}
