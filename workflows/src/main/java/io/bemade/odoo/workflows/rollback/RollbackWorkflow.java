package io.bemade.odoo.workflows.rollback;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.PairQuery;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.operation.Visibility;
import io.bemade.odoo.workflows.pair.PairRetirement;
import io.bemade.odoo.workflows.pair.PairSwitch;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The story of a rollback: the switch alone. A rollback of a rollback is the same again. */
public final class RollbackWorkflow implements Rollback {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final OperationRun operation;

    /** @param searchAttributes whether the server knows our search attributes */
    public RollbackWorkflow(boolean searchAttributes) {
        operation = new OperationRun(TYPE, new Visibility(searchAttributes));
    }

    @Override
    public RollbackResult run(@Nullable RollbackRequest given) {
        RollbackRequest request = Failures.present(given);
        return operation.run(
                request.instance(), request.scheduledTime(), request.ifBusy(), ticket -> rollback(request, ticket));
    }

    private RollbackResult rollback(RollbackRequest request, long ticket) {
        operation.enter(Phase.DESCRIBING);
        instances.fence(new Step(request.instance(), ticket));
        InstanceDescription target = instances.describe(request.instance());
        StoragePair kept = choose(request, target);
        operation.about(kept);

        new PairSwitch().run(operation, kept, target.current(), ticket);

        PairRetirement retirement = new PairRetirement();
        retirement.markCurrent(operation, kept);
        Optional<Instant> deleteAt = target.current()
                .map(left -> retirement.retire(left, request.retention().orElse(target.retention())));
        operation.announce(true, request.instance() + " is served from " + kept + " again");
        return new RollbackResult(kept, target.current(), deleteAt, retirement.warnings());
    }

    private StoragePair choose(RollbackRequest request, InstanceDescription target) {
        List<KeptPair> retained = databases.pairs(new PairQuery(target.server(), target.instance())).stream()
                .filter(pair -> pair.state() == KeptPair.State.RETAINED)
                .filter(pair -> !target.current().equals(Optional.of(pair.pair())))
                .toList();
        return request.toDatabase()
                .map(database -> retained.stream()
                        .filter(pair -> pair.pair().database().equals(database))
                        .findFirst()
                        .orElseThrow(() -> Failures.refuse(
                                ErrorCode.NOT_FOUND,
                                database + " is not a kept pair of " + target.instance() + ": kept are "
                                        + names(retained))))
                .or(() -> retained.stream()
                        .max(Comparator.comparing(pair -> pair.retiredAt().orElse(Instant.MIN))))
                .orElseThrow(() ->
                        Failures.refuse(ErrorCode.NOT_FOUND, target.instance() + " has no kept pair to go back to"))
                .pair();
    }

    private static String names(List<KeptPair> pairs) {
        return pairs.isEmpty()
                ? "none"
                : String.join(
                        ", ", pairs.stream().map(pair -> pair.pair().toString()).toList());
    }

    @Override
    public Status status() {
        return operation.status();
    }

    @Override
    public List<String> leftBehind() {
        return operation.leftBehind();
    }

    @Override
    public void lockGranted(LockGrant grant) {
        operation.granted(grant);
    }
}
