package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreReport;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.Iterator;

/** The files of filestores that this process reaches. */
public interface Volumes {
    /**
     * Writes attachments under {@code filestore/<database>/xx/sha1}, several at a time, hashing while writing and renaming
     * into place; content that does not match its name is {@code BAD_BACKUP}; a full disk {@code NO_SPACE}.
     */
    FilestoreReport load(StoragePair pair, Backup backup, long totalBytes, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.VolumeActivities#copy}. */
    FilestoreReport copy(StoragePair from, StoragePair to, Pulse pulse);

    /**
     * Looks for each name in the pair's filestore.
     *
     * @param storeNames distinct {@code xx/sha1}; names of any other shape count as missing
     * @param content true = hash each file
     */
    FilestoreProof prove(StoragePair pair, Iterator<String> storeNames, boolean content, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.VolumeActivities#own}. */
    void own(StoragePair pair, Pulse pulse);
}
