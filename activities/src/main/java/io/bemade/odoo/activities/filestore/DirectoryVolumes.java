package io.bemade.odoo.activities.filestore;

import io.bemade.odoo.activities.port.Backup;
import io.bemade.odoo.activities.port.Pulse;
import io.bemade.odoo.activities.port.Volumes;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.StoragePair;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * The attachments in data directories under one root: {@code <root>/<filestore>/filestore/<database>/xx/<sha1>}. Of what
 * Odoo keeps in a data directory only these are ever written: no sessions, no checklists.
 */
public final class DirectoryVolumes implements Volumes {
    private final Path root;
    private final Optional<Owner> owner;
    private final int threads;

    /**
     * @param owner who gets the files in the end; absent = they stay the worker's
     * @param threads that write or hash at once
     */
    public DirectoryVolumes(Path root, Optional<Owner> owner, int threads) {
        this.root = root.toAbsolutePath();
        this.owner = owner;
        this.threads = threads;
    }

    @Override
    public FilestoreReport load(StoragePair pair, Backup backup, long totalBytes, Pulse pulse) {
        DataDirectory directory = directory(pair);
        directory.requireMark(mark -> mark.belongsTo(pair));
        directory.sweepUnfinished(pair.database());
        return new FilestoreLoad(directory.attachments(pair.database()), threads, totalBytes, pulse).run(backup);
    }

    @Override
    public FilestoreReport copy(StoragePair from, StoragePair to, Pulse pulse) {
        DataDirectory source = directory(from);
        source.requireThere();
        DataDirectory directory = directory(to);
        directory.requireMark(mark -> mark.belongsTo(to));
        directory.sweepUnfinished(to.database());
        // A link has the owner of its original: where that is not the one who gets the files, they are copied.
        boolean links = owner.isEmpty() || !from.filestore().adopted();
        return new FilestoreCopy(
                        source.attachments(from.database()),
                        directory.attachments(to.database()),
                        links,
                        threads,
                        pulse)
                .run();
    }

    @Override
    public FilestoreProof prove(StoragePair pair, Iterator<String> storeNames, boolean content, Pulse pulse) {
        Path files = directory(pair).attachments(pair.database());
        return new FilestoreCheckup(files, content, threads, pulse).run(storeNames);
    }

    @Override
    public void own(StoragePair pair, Pulse pulse) {
        if (pair.filestore().adopted()) {
            return;
        }
        DataDirectory directory = directory(pair);
        directory.requireMark(mark -> mark.belongsTo(pair));
        owner.ifPresent(user -> user.take(directory.path()));
        new FilestoreSync(directory.path(), threads, pulse).run();
    }

    private DataDirectory directory(StoragePair pair) {
        return DataDirectory.of(root, pair);
    }
}
