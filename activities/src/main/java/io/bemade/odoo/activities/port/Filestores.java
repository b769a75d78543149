package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.CopyBegun;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.activity.FilestoreActivities.VolumeAccess;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.OptionalLong;

/** Data directories of Odoo, as things that are made and deleted, by name. */
public interface Filestores {
    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#require}. */
    void require(StoragePair pair);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#create}. */
    void create(Building building);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#createCopy}. */
    CopyBegun createCopy(FilestoreCopying copying, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#dropCopy}. */
    void dropCopy(FilestoreCopying copying);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#drop}. */
    void drop(Building building);

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

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#attach}. */
    VolumeAccess attach(Attachment attachment, Pulse pulse);

    /** See {@link io.bemade.odoo.workflows.activity.FilestoreActivities#detach}. */
    void detach(StoragePair pair, Pulse pulse);

    /** Bytes that fit into a new filestore of this instance; empty where nobody can say beforehand. */
    OptionalLong freeBytes(InstanceRef instance);
}
