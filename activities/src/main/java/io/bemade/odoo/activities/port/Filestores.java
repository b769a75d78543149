package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.Iterator;

/** Data directories of Odoo, by name. */
public interface Filestores {
    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#require}. */
    void require(StoragePair pair);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#create}. */
    void create(Building building);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#drop}. */
    void drop(Building building);

    /**
     * Writes attachments under {@code filestore/<database>/xx/sha1}, several at a time, hashing while writing and renaming
     * into place; content that does not match its name is {@code BAD_BACKUP}; a full disk {@code NO_SPACE}.
     */
    FilestoreReport load(StoragePair pair, Backup backup, long totalBytes, Pulse pulse);

    /**
     * Looks for each name in the pair's filestore.
     *
     * @param storeNames distinct {@code xx/sha1}; names of any other shape count as missing
     * @param content true = hash each file
     */
    FilestoreProof prove(StoragePair pair, Iterator<String> storeNames, boolean content, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#own}. */
    void own(StoragePair pair);

    /**
     * Writes our mark beside the files of a pair that was there before this product, so that {@link #expire} may delete
     * them one day. Already marked, or not adopted: nothing to do. {@code NOT_FOUND} when there are no such files.
     */
    void adopt(StoragePair pair);

    /**
     * See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#expire}. An adopted pair's files go only after
     * {@link #adopt}; else {@code NOT_OURS}.
     */
    void expire(StoragePair pair);

    /** Bytes that can still be written where new filestores are made. */
    long freeBytes();
}
