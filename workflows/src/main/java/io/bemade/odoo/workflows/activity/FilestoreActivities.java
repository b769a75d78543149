package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Optional;

/** Odoo's data directories, as things that are made and deleted. Every method is safe to run twice. */
@ActivityInterface
public interface FilestoreActivities {
    /** {@code NO_SPACE} when the attachments of the backup do not fit where new filestores are made. */
    @ActivityMethod(name = "CheckFilestoreRoom")
    void checkRoom(RoomCheck check);

    /** {@code NOT_FOUND} or {@code NOT_OURS} unless the pair's files are there and bear its mark. Changes nothing. */
    @ActivityMethod(name = "RequireFilestore")
    void require(StoragePair pair);

    /** Makes an empty data directory that bears our mark. There with the same operation: nothing to do; else {@code NOT_OURS}. */
    @ActivityMethod(name = "CreateFilestore")
    void create(Building building);

    /**
     * Makes a filestore for a copy of another one's files, which {@link VolumeActivities#copy} completes; where the platform
     * can, it begins as a snapshot of the other. There with the same operation: the same answer again; else
     * {@code NOT_OURS}. Files that the platform cannot bring there are {@code INVALID_REQUEST}.
     */
    @ActivityMethod(name = "CreateFilestoreCopy")
    CopyBegun createCopy(FilestoreCopying copying);

    /** Undoes {@link #createCopy}: as {@link #drop}, and what was made beside the source goes, too. */
    @ActivityMethod(name = "DropFilestoreCopy")
    void dropCopy(FilestoreCopying copying);

    /** Deletes it. Already gone: nothing to do. Not marked with this operation: {@code NOT_OURS}, untouched. */
    @ActivityMethod(name = "DropFilestore")
    void drop(Building building);

    /**
     * Makes the files reachable for {@link VolumeActivities}; already so: nothing to do. Heartbeats, for a volume may have to
     * be mounted by a worker of its own.
     */
    @ActivityMethod(name = "AttachFilestore")
    VolumeAccess attach(Attachment attachment);

    /** Ends what {@link #attach} began, and returns when nobody holds the volume any more. Not attached: nothing to do. */
    @ActivityMethod(name = "DetachFilestore")
    void detach(StoragePair pair);

    /** Marks a kept pair's files; an adopted data directory gets its first mark. Nothing else changes: the database says until when. */
    @ActivityMethod(name = "RetireFilestore")
    void retire(StoragePair pair);

    /**
     * Deletes the files of a doomed pair. Not there: nothing to do. Not ours, or named by the instance's configuration:
     * {@code NOT_OURS}. In an adopted data directory only {@code filestore/<database>} is deleted.
     */
    @ActivityMethod(name = "ExpireFilestore")
    void expire(StoragePair pair);

    /** @param source the pair whose files are copied */
    record FilestoreCopying(Building building, StoragePair source) {}

    /** @param note what people should know of how the files are copied, a sentence */
    record CopyBegun(Optional<String> note) {}

    /** @param secrets names of those that whoever works on the files needs, in the instance's namespace */
    record Attachment(StoragePair pair, List<String> secrets) {
        public Attachment {
            secrets = List.copyOf(secrets);
        }

        /** For work that needs no secret. */
        public static Attachment of(StoragePair pair) {
            return new Attachment(pair, List.of());
        }
    }

    /** @param instance that the new filestore is for */
    record RoomCheck(InstanceRef instance, PinnedSource source) {}

    /**
     * @param taskQueue where {@link VolumeActivities} of this filestore are to be asked for; absent = every worker reaches
     *     it
     */
    record VolumeAccess(Optional<String> taskQueue) {}
}
