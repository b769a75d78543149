package io.bemade.odoo.workflows.removal;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.PairQuery;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Remains;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.pair.PairDeletion;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The story of a removal: Odoo stops for good, its configuration names no database any more, and every pair that bears the
 * instance's mark is deleted. What was there before this product bears no mark and stays; an Odoo that uses it serves on.
 */
public final class InstanceRemovalWorkflow extends OperationWorkflow implements InstanceRemoval {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.moving(DatabaseActivities.class);
    private final PairDeletion deletion = new PairDeletion();

    /** @param searchAttributes whether the server knows our search attributes */
    public InstanceRemovalWorkflow(boolean searchAttributes) {
        super(TYPE, searchAttributes);
    }

    @Override
    public RemovalResult run(@Nullable RemovalRequest given) {
        RemovalRequest request = Failures.present(given);
        return operation.run(
                request.instance(), Optional.empty(), request.ifBusy(), ticket -> remove(request.instance(), ticket));
    }

    private RemovalResult remove(InstanceRef instance, long ticket) {
        operation.enter(Phase.DELETING);
        Remains remains = instances.remains(instance);
        List<KeptPair> pairs = databases.pairs(new PairQuery(remains.server(), instance));
        pairs.forEach(InstanceRemovalWorkflow::refuseProductive);
        List<StoragePair> deleted = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        // From here on a cancellation comes too late: half a removal is of no use to anybody.
        Workflow.newDetachedCancellationScope(() -> {
                    if (pairs.stream().anyMatch(kept -> remains.uses(kept.pair()))) {
                        instances.dismantle(new Step(instance, ticket));
                    }
                    pairs.forEach(pair -> attempt(pair, remains.type(), deleted, failed));
                })
                .run();
        if (!failed.isEmpty()) {
            throw Failures.refuse(
                    ErrorCode.UNAVAILABLE,
                    "not everything was deleted, run the removal again: " + String.join("; ", failed));
        }
        operation.announce(true, "deleted " + (deleted.isEmpty() ? "nothing" : names(deleted)));
        return new RemovalResult(deleted);
    }

    /** Whatever the instance is called now: data that were never made harmless may be somebody's only ones. */
    private static void refuseProductive(KeptPair pair) {
        if (pair.state().whole() && !pair.neutralized()) {
            throw Failures.refuse(
                    ErrorCode.NOT_OURS,
                    pair.pair() + " was never neutralized, as a production's: nothing was touched; was "
                            + pair.pair().instance() + " a production once?");
        }
    }

    /** One that cannot be deleted keeps none of the others. */
    private void attempt(KeptPair kept, InstanceType type, List<StoragePair> deleted, List<String> failed) {
        try {
            delete(kept, type);
            deleted.add(kept.pair());
        } catch (TemporalFailure failure) {
            failed.add(kept.pair() + ": " + Failures.sentence(failure));
        }
    }

    private void delete(KeptPair kept, InstanceType type) {
        StoragePair pair = kept.pair();
        operation.about(pair);
        if (kept.state().whole()) {
            Instant now = OperationRun.now();
            databases.retire(new Retirement(pair, type, now, Optional.of(now), now));
        }
        deletion.delete(pair);
    }

    private static String names(List<StoragePair> pairs) {
        return String.join(
                ", ",
                pairs.stream()
                        .map(pair -> pair + " and its filestore " + pair.filestore())
                        .toList());
    }
}
