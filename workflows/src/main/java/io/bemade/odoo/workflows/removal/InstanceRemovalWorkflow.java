package io.bemade.odoo.workflows.removal;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Expiry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.PairQuery;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Remains;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import io.bemade.odoo.workflows.operation.Phase;
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
    private final FilestoreActivities filestores = Stubs.moving(FilestoreActivities.class);

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
        List<StoragePair> deleted = new ArrayList<>();
        // From here on a cancellation comes too late: half a removal is of no use to anybody.
        Workflow.newDetachedCancellationScope(() -> {
                    if (ours(remains.current(), pairs)) {
                        instances.dismantle(new Step(instance, ticket));
                    }
                    pairs.forEach(pair -> deleted.add(delete(pair, remains.type())));
                })
                .run();
        operation.announce(true, "deleted " + (deleted.isEmpty() ? "nothing" : names(deleted)));
        return new RemovalResult(deleted);
    }

    /** An Odoo that uses what was there before this product serves on. */
    private static boolean ours(Optional<StoragePair> current, List<KeptPair> pairs) {
        return current.isEmpty()
                || pairs.stream()
                        .anyMatch(kept ->
                                kept.pair().database().equals(current.get().database()));
    }

    /** The database goes last, for it bears the mark: what an interrupted deletion left is found again. */
    private StoragePair delete(KeptPair kept, InstanceType type) {
        StoragePair pair = kept.pair();
        Instant now = OperationRun.now();
        operation.about(pair);
        databases.retire(new Retirement(pair, type, now, Optional.of(now), now));
        databases.doom(new Expiry(pair, now));
        filestores.expire(pair);
        databases.expire(pair);
        return pair;
    }

    private static String names(List<StoragePair> pairs) {
        return String.join(
                ", ",
                pairs.stream()
                        .map(pair -> pair + " and its filestore " + pair.filestore())
                        .toList());
    }
}
