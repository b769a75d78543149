package io.bemade.odoo.workflows.rollback;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.ServerCheck;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities.Step;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.pair.PairReconciliation;
import io.bemade.odoo.workflows.pair.PairRetirement;
import io.bemade.odoo.workflows.pair.PairSwitch;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The story of a rollback: the switch alone. A rollback of a rollback is the same again. */
public final class RollbackWorkflow extends OperationWorkflow implements Rollback {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);

    /** @param searchAttributes whether the server knows our search attributes */
    public RollbackWorkflow(boolean searchAttributes) {
        super(TYPE, searchAttributes);
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
        databases.check(new ServerCheck(target.instance(), target.server(), target.role(), target.current()));
        KeptPair chosen = choose(request, target, new PairReconciliation(target).run());
        refuseHarmful(chosen, target);
        StoragePair kept = chosen.pair();
        operation.about(kept);

        new PairSwitch(operation, target, ticket).to(kept);

        PairRetirement retirement = new PairRetirement();
        retirement.markCurrent(operation, kept);
        Optional<Instant> deleteAt = target.current()
                .map(left -> retirement.retire(
                        left, target.type(), request.retention().orElse(target.retention())));
        operation.announce(true, request.instance() + " is served from " + kept + " again");
        return new RollbackResult(kept, target.current(), deleteAt, retirement.warnings());
    }

    /** The one that was asked for, or the one that was in use last. */
    private static KeptPair choose(RollbackRequest request, InstanceDescription target, List<KeptPair> pairs) {
        List<KeptPair> retained = pairs.stream()
                .filter(pair -> pair.state() == KeptPair.State.RETAINED)
                .filter(pair -> !target.uses(pair.pair()))
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
                        .filter(pair -> pair.retiredAt().isPresent())
                        .max(Comparator.comparing(pair -> pair.retiredAt().orElseThrow())))
                .orElseThrow(() ->
                        Failures.refuse(ErrorCode.NOT_FOUND, target.instance() + " has no kept pair to go back to"));
    }

    /** A pair from the time when the instance was production would send mail again. */
    private static void refuseHarmful(KeptPair pair, InstanceDescription target) {
        if (target.type() != InstanceType.PRODUCTION && !pair.neutralized()) {
            throw Failures.refuse(
                    ErrorCode.NOT_NEUTRALIZED,
                    pair.pair() + " was never neutralized, and " + target.instance() + " is no production instance: the"
                            + " instance was not switched; restore a backup, which is neutralized");
        }
    }

    private static String names(List<KeptPair> pairs) {
        return pairs.isEmpty()
                ? "none"
                : String.join(
                        ", ", pairs.stream().map(pair -> pair.pair().toString()).toList());
    }
}
