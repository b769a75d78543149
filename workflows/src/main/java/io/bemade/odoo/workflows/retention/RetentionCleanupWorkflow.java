package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.activity.Building;
import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Expiry;
import io.bemade.odoo.workflows.activity.DatabaseActivities.PairQuery;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.InstanceActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.lock.LockGrant;
import io.bemade.odoo.workflows.model.DatabaseName;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.operation.Visibility;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The story of a clean-up: under the lock, look again; delete only what still is retained, due and not in use. */
public final class RetentionCleanupWorkflow implements RetentionCleanup {
    private final InstanceActivities instances = Stubs.of(InstanceActivities.class);
    private final DatabaseActivities databases = Stubs.moving(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.moving(FilestoreActivities.class);
    private final OperationRun operation;

    /** @param searchAttributes whether the server knows our search attributes */
    public RetentionCleanupWorkflow(boolean searchAttributes) {
        operation = new OperationRun(TYPE, new Visibility(searchAttributes));
    }

    @Override
    public RetentionResult run(@Nullable RetentionRequest given) {
        RetentionRequest request = Failures.present(given);
        return operation.run(request.instance(), request.notBefore(), Optional.empty(), ticket -> cleanUp(request));
    }

    private RetentionResult cleanUp(RetentionRequest request) {
        operation.enter(Phase.DESCRIBING);
        InstanceDescription target = instances.describe(request.instance());
        Optional<KeptPair> kept = find(target, request.database());
        Instant now = OperationRun.now();
        Optional<String> refusal = reasonToKeep(target, request.database(), kept, now);
        if (refusal.isPresent()) {
            return new RetentionResult(false, refusal.get());
        }
        KeptPair due = kept.orElseThrow();
        operation.about(due.pair());
        operation.enter(Phase.DELETING);
        // Half a deletion would leave files that nobody finds: from here on a cancellation comes too late.
        Workflow.newDetachedCancellationScope(() -> delete(due, now)).run();
        String message =
                "deleted " + due.pair() + " and its filestore " + due.pair().filestore();
        operation.announce(true, message);
        return new RetentionResult(true, message);
    }

    /** Not undone: this is the one operation whose purpose is to delete. Files last, for the database is the mark. */
    private void delete(KeptPair due, Instant now) {
        if (due.state() == KeptPair.State.RETAINED) {
            databases.expire(new Expiry(due.pair(), now));
            filestores.expire(due.pair());
        } else {
            Building building = new Building(due.pair(), due.operation(), due.createdAt());
            databases.drop(building);
            filestores.drop(building);
        }
    }

    private Optional<KeptPair> find(InstanceDescription target, DatabaseName database) {
        return databases.pairs(new PairQuery(target.server(), target.instance())).stream()
                .filter(pair -> pair.pair().database().equals(database))
                .findFirst();
    }

    /**
     * Never the current pair, never the only one, never before its time. A pair that is still being built while we hold the
     * lock was abandoned: its operation was terminated, or it could not undo it. One that is ready may have been served.
     */
    private static Optional<String> reasonToKeep(
            InstanceDescription target, DatabaseName database, Optional<KeptPair> kept, Instant now) {
        if (kept.isEmpty()) {
            return Optional.of(database + " is gone already");
        }
        if (target.current().isEmpty()) {
            return Optional.of(
                    target.instance() + " uses no pair now: " + database + " may be its only one and was kept");
        }
        if (target.current().get().database().equals(database)) {
            return Optional.of(database + " is in use again and was kept");
        }
        KeptPair pair = kept.get();
        if (pair.state() == KeptPair.State.BUILDING) {
            return Optional.empty();
        }
        if (pair.state() != KeptPair.State.RETAINED || pair.deleteAt().isEmpty()) {
            return Optional.of(
                    database + " is " + pair.state().name().toLowerCase(Locale.ROOT) + ", not retained, and was kept");
        }
        return pair.deleteAt()
                .filter(time -> time.isAfter(now))
                .map(time -> database + " is kept until " + time + ": not deleted before");
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
