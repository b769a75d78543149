package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * The volume of one filestore, mounted under a root at the filestore's name; beside it, only to be read, the one that it is to
 * be a copy of. Where that is not mounted, the volume began as its snapshot. Files stay this process's own.
 */
public final class MountedVolumes implements Volumes {
    private final Path root;
    private final int threads;
    private final DirectoryVolumes directories;

    /** @param threads that write or hash at once */
    public MountedVolumes(Path root, int threads) {
        this.root = root.toAbsolutePath();
        this.threads = threads;
        this.directories = new DirectoryVolumes(root, Optional.empty(), threads);
    }

    /**
     * Marks the volume, and makes in it what a new data directory has. A mark that came with a snapshot is replaced: what a
     * volume is, its platform says. Safe to run twice.
     *
     * @throws OrchestratorException {@code NOT_FOUND} when nothing is mounted there; {@code ACCESS_DENIED} when this
     *     process's user may not write there
     */
    public void adopt(Building building) {
        DataDirectory directory = DataDirectory.of(root, building.pair());
        directory.requireThere();
        directory.furnish(Mark.of(building));
    }

    @Override
    public FilestoreReport load(StoragePair pair, Backup backup, long totalBytes, Pulse pulse) {
        return directories.load(pair, backup, totalBytes, pulse);
    }

    @Override
    public FilestoreReport copy(StoragePair from, StoragePair to, Pulse pulse) {
        if (DataDirectory.of(root, from).exists()) {
            return directories.copy(from, to, pulse);
        }
        DataDirectory directory = DataDirectory.of(root, to);
        directory.requireMark(mark -> mark.belongsTo(to));
        return new ClonedVolume(directory.path(), threads, pulse).become(from.database(), to.database());
    }

    @Override
    public FilestoreProof prove(StoragePair pair, Iterator<String> storeNames, boolean content, Pulse pulse) {
        return directories.prove(pair, storeNames, content, pulse);
    }

    @Override
    public void own(StoragePair pair, Pulse pulse) {
        directories.own(pair, pulse);
    }
}
