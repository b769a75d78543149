package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.pair.PairDeletion;
import io.bemade.odoo.workflows.pair.PairReconciliation;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The story of a clean-up: under the lock, look again; delete only what still is retained, due and not in use. */
public final class RetentionCleanupWorkflow extends OperationWorkflow implements RetentionCleanup {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final PairDeletion deletion = new PairDeletion();

    /** @param searchAttributes whether the server knows our search attributes */
    public RetentionCleanupWorkflow(boolean searchAttributes) {
        super(TYPE, searchAttributes);
    }

    @Override
    public RetentionResult run(@Nullable RetentionRequest given) {
        RetentionRequest request = Failures.present(given);
        return operation.run(
                request.instance(), request.notBefore(), Optional.empty(), ticket -> cleanUp(request, ticket));
    }

    private RetentionResult cleanUp(RetentionRequest request, long ticket) {
        operation.enter(Phase.DESCRIBING);
        if (!there(request.instance(), ticket)) {
            return new RetentionResult(
                    false,
                    request.instance() + " is not known here any more: " + request.database() + " was not touched");
        }
        InstanceDescription target = instances.describe(request.instance());
        Optional<KeptPair> kept = new PairReconciliation(target)
                .run().stream()
                        .filter(pair -> pair.pair().database().equals(request.database()))
                        .findFirst();
        Instant now = OperationRun.now();
        Optional<String> refusal = reasonToKeep(target, request.database(), kept, now);
        if (refusal.isPresent()) {
            return new RetentionResult(false, refusal.get());
        }
        KeptPair due = kept.orElseThrow();
        operation.about(due.pair());
        operation.enter(Phase.DELETING);
        // From here on a cancellation comes too late: half a pair is of no use to anybody.
        Workflow.newDetachedCancellationScope(() -> deletion.delete(due.pair())).run();
        String message =
                "deleted " + due.pair() + " and its filestore " + due.pair().filestore();
        operation.announce(true, message);
        return new RetentionResult(true, message);
    }

    /** One that was removed has taken its pairs along; those of a production that was let go are nobody's to delete. */
    private boolean there(InstanceRef instance, long ticket) {
        try {
            instances.fence(new Step(instance, ticket));
            return true;
        } catch (ActivityFailure failure) {
            if (Failures.code(failure).equals(ErrorCode.NOT_FOUND.name())) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * Never the current pair, never the only one, never before its time. A pair that is still being built while we hold the
     * lock was abandoned: its operation was terminated, or it could not undo it.
     */
    private static Optional<String> reasonToKeep(
            InstanceDescription target, DatabaseName database, Optional<KeptPair> kept, Instant now) {
        if (kept.isEmpty()) {
            return Optional.of(database + " is gone already");
        }
        KeptPair pair = kept.get();
        if (target.uses(pair.pair())) {
            return Optional.of(database + " is in use again and was kept");
        }
        if (!pair.state().whole()) {
            return Optional.empty();
        }
        if (target.current().isEmpty()) {
            return Optional.of(
                    target.instance() + " uses no pair now: " + database + " may be its only one and was kept");
        }
        if (pair.state() != KeptPair.State.RETAINED || pair.deleteAt().isEmpty()) {
            return Optional.of(
                    database + " is " + pair.state().name().toLowerCase(Locale.ROOT) + ", not retained, and was kept");
        }
        return pair.deleteAt()
                .filter(time -> time.isAfter(now))
                .map(time -> database + " is kept until " + time + ": not deleted before");
    }
}
