package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.DatabaseActivities.Loading;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.FilestoreActivities.Attachment;
import io.bemade.odoo.workflows.activity.FilestoreActivities.FilestoreCopying;
import io.bemade.odoo.workflows.activity.FilestoreActivities.VolumeAccess;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.activity.VolumeActivities;
import io.bemade.odoo.workflows.compensation.Compensations;
import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Functions.Func;

/**
 * The files of a filestore that has a worker of its own. Such a worker can be lost for good, its Job deleted by hand: nobody
 * takes the step any more. Then it is asked for again, which is cheap when it is there after all, and the step is repeated.
 */
final class AttachedVolume implements VolumeActivities {
    private static final int MOST_LOSSES = 20;

    private final FilestoreActivities filestores;
    private final Attachment attachment;
    private final VolumeActivities worker;

    AttachedVolume(FilestoreActivities filestores, Attachment attachment, VolumeActivities worker) {
        this.filestores = filestores;
        this.attachment = attachment;
        this.worker = worker;
    }

    /** Brings a new filestore within reach of those who write into it. */
    static VolumeActivities attach(Attachment attachment, Compensations compensations) {
        StoragePair pair = attachment.pair();
        FilestoreActivities filestores = Stubs.moving(FilestoreActivities.class);
        VolumeAccess access = compensations.call(
                "volume worker of " + pair.filestore(),
                () -> filestores.attach(attachment),
                () -> Stubs.undoing(FilestoreActivities.class).detach(pair));
        return of(filestores, attachment, access);
    }

    /** Where every worker reaches the files there is none to be lost. */
    static VolumeActivities of(FilestoreActivities filestores, Attachment attachment, VolumeAccess access) {
        VolumeActivities worker = Stubs.moving(VolumeActivities.class, access.taskQueue());
        return access.taskQueue().isPresent() ? new AttachedVolume(filestores, attachment, worker) : worker;
    }

    @Override
    public FilestoreReport load(Loading loading) {
        return ask(() -> worker.load(loading));
    }

    @Override
    public FilestoreReport copy(FilestoreCopying copying) {
        return ask(() -> worker.copy(copying));
    }

    @Override
    public FilestoreProof prove(FilestoreCheck check) {
        return ask(() -> worker.prove(check));
    }

    @Override
    public void own(StoragePair owned) {
        ask(() -> {
            worker.own(owned);
            return true;
        });
    }

    private <R> R ask(Func<R> step) {
        for (int losses = 0; ; losses++) {
            try {
                return step.apply();
            } catch (ActivityFailure failure) {
                if (losses == MOST_LOSSES || !nobodyTookIt(failure)) {
                    throw failure;
                }
                filestores.attach(attachment);
            }
        }
    }

    private static boolean nobodyTookIt(ActivityFailure failure) {
        return failure.getCause() instanceof TimeoutFailure timeout
                && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
    }
}
