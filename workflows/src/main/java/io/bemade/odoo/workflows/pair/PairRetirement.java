package io.bemade.odoo.workflows.pair;

import io.bemade.odoo.workflows.activity.DatabaseActivities;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Retirement;
import io.bemade.odoo.workflows.activity.DatabaseActivities.Use;
import io.bemade.odoo.workflows.activity.FilestoreActivities;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.model.InstanceType;
import io.bemade.odoo.workflows.model.StoragePair;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.retention.RetentionActivities;
import io.bemade.odoo.workflows.retention.RetentionActivities.Cleanup;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Functions.Proc;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * After the switch: marks say who is current and who is kept until when. The instance serves already, so nothing here
 * fails or undoes the operation, and a cancellation comes too late; what did not work becomes a warning.
 */
public final class PairRetirement {
    private final DatabaseActivities databases = Stubs.of(DatabaseActivities.class);
    private final FilestoreActivities filestores = Stubs.of(FilestoreActivities.class);
    private final RetentionActivities retentions = Stubs.of(RetentionActivities.class);
    private final List<String> warnings = new ArrayList<>();

    /** Marks the pair that is used now. */
    public void markCurrent(OperationRun operation, StoragePair fresh) {
        operation.enter(Phase.RETIRING);
        Use use = new Use(fresh, OperationRun.now());
        attempt("mark " + fresh + " as current", () -> databases.markCurrent(use));
    }

    /** Keeps the pair that the instance used for the given time and has it deleted afterwards. */
    public Instant retire(StoragePair old, InstanceType type, Duration retention) {
        Instant now = OperationRun.now();
        Instant deleteAt = now.plus(retention);
        attempt(
                "retire database " + old,
                () -> databases.retire(new Retirement(old, type, now, Optional.of(now), deleteAt)));
        attempt("retire filestore " + old.filestore(), () -> filestores.retire(old));
        attempt(
                "schedule the clean-up of " + old,
                () -> retentions.scheduleCleanup(new Cleanup(old, retention, deleteAt)));
        return deleteAt;
    }

    /** What did not work, one sentence each. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    private void attempt(String what, Proc step) {
        Workflow.newDetachedCancellationScope(() -> {
                    try {
                        step.apply();
                    } catch (TemporalFailure failure) {
                        warnings.add("Could not " + what + ": " + Failures.sentence(failure));
                    }
                })
                .run();
    }
}
