package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Odoo's data directories. Every method is safe to run twice. */
@ActivityInterface
public interface FilestoreActivities {
    /** {@code NO_SPACE} when the attachments of the backup do not fit where new filestores are made. */
    @ActivityMethod(name = "CheckFilestoreRoom")
    void checkRoom(PinnedSource source);

    /** {@code NOT_FOUND} or {@code NOT_OURS} unless the pair's files are there and bear its mark. Changes nothing. */
    @ActivityMethod(name = "RequireFilestore")
    void require(StoragePair pair);

    /** Makes an empty data directory that bears our mark. There with the same operation: nothing to do; else {@code NOT_OURS}. */
    @ActivityMethod(name = "CreateFilestore")
    void create(Building building);

    /** Deletes it. Already gone: nothing to do. Not marked with this operation: {@code NOT_OURS}, untouched. */
    @ActivityMethod(name = "DropFilestore")
    void drop(Building building);

    /** Writes the backup's attachments; files that are there with the right size are skipped. Heartbeats. */
    @ActivityMethod(name = "LoadFilestore")
    FilestoreReport load(DatabaseActivities.Loading loading);

    /**
     * Checks that every {@code ir_attachment.store_fname} of the pair's database is a file here and, if asked, that its
     * sha1 is its name. Heartbeats. Returns what it found; the workflow decides.
     */
    @ActivityMethod(name = "ProveFilestore")
    FilestoreProof prove(FilestoreCheck check);

    /** Gives the files to the user that the instance's Odoo runs as, where the platform has such a thing. */
    @ActivityMethod(name = "OwnFilestore")
    void own(StoragePair pair);

    /** Marks a kept pair's files; an adopted data directory gets its first mark. Nothing else changes: the database says until when. */
    @ActivityMethod(name = "RetireFilestore")
    void retire(StoragePair pair);

    /**
     * Deletes the files of a doomed pair. Not there: nothing to do. Not ours, or named by the instance's configuration:
     * {@code NOT_OURS}. In an adopted data directory only {@code filestore/<database>} is deleted.
     */
    @ActivityMethod(name = "ExpireFilestore")
    void expire(StoragePair pair);

    record FilestoreReport(long files, long bytes, long skipped) {}

    /** @param content true = compare the sha1 of every file with its name */
    record FilestoreCheck(StoragePair pair, boolean content) {}

    /**
     * @param referenced distinct files that the database refers to
     * @param examples some missing or corrupt names; at most 5
     */
    record FilestoreProof(long referenced, long missing, long corrupt, List<String> examples) {}
}
