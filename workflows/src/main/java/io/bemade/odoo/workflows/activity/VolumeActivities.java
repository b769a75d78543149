package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/**
 * The files of one filestore, by a worker that reaches them; {@link FilestoreActivities#attach} says which. Every method is
 * safe to run twice and heartbeats.
 */
@ActivityInterface
public interface VolumeActivities {
    /** Writes the backup's attachments; files that are there with the right size are skipped. Heartbeats. */
    @ActivityMethod(name = "LoadFilestore")
    FilestoreReport load(DatabaseActivities.Loading loading);

    /**
     * Makes the attachments of the source's database those of the copy's: by hard link, shared blocks or copy, or by what is
     * there of a snapshot. No sessions, no checklists. Files that are there already are skipped.
     */
    @ActivityMethod(name = "CopyFilestore")
    FilestoreReport copy(FilestoreCopying copying);

    /**
     * Checks that every {@code ir_attachment.store_fname} of the pair's database is a file here and, if asked, that its
     * sha1 is its name. Heartbeats. Returns what it found; the workflow decides.
     */
    @ActivityMethod(name = "ProveFilestore")
    FilestoreProof prove(FilestoreCheck check);

    /**
     * Brings the files to the disk, and gives them to the user that the instance's Odoo runs as, where the platform has such a
     * thing.
     */
    @ActivityMethod(name = "OwnFilestore")
    void own(StoragePair pair);

    /**
     * @param files of the source, all in place now
     * @param bytes of them
     * @param skipped how many of them an earlier attempt had left in place
     */
    record FilestoreReport(long files, long bytes, long skipped) {}

    /** @param content true = compare the sha1 of every file with its name */
    record FilestoreCheck(StoragePair pair, boolean content) {}

    /**
     * @param referenced distinct files that the database refers to
     * @param examples some missing or corrupt names; at most 5
     */
    record FilestoreProof(long referenced, long missing, long corrupt, List<String> examples) {}
}
