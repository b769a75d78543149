package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.KeptPair;
import io.bemade.odoo.workflows.activity.Stubs;
import io.bemade.odoo.workflows.inspect.Inventory;
import io.bemade.odoo.workflows.operation.OperationRun;
import io.bemade.odoo.workflows.retention.RetentionActivities.Cleanup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The story of a sweep. It deletes nothing itself: each clean-up looks again, under the lock. */
public final class RetentionSweepWorkflow implements RetentionSweep {
    private final InspectionActivities inspection = Stubs.of(InspectionActivities.class);
    private final RetentionActivities retentions = Stubs.of(RetentionActivities.class);

    @Override
    public List<String> run() {
        List<String> swept = new ArrayList<>();
        Instant now = OperationRun.now();
        for (Inventory.Entry entry : inspection.inventory(new Inventory.Request(Optional.empty()))) {
            for (KeptPair pair : entry.pairs()) {
                end(pair, now).ifPresent(deleteAt -> {
                    Duration delay = Duration.between(now, deleteAt);
                    retentions.ensureCleanup(
                            new Cleanup(pair.pair(), delay.isNegative() ? Duration.ZERO : delay, deleteAt));
                    swept.add(pair.pair().database().value());
                });
            }
        }
        return swept;
    }

    /** When the pair may go; empty: it stays. One that is being built may still be at work: its clean-up gets in line. */
    private static Optional<Instant> end(KeptPair pair, Instant now) {
        return switch (pair.state()) {
            case CURRENT, READY -> Optional.empty();
            case RETAINED -> pair.deleteAt();
            case BUILDING -> Optional.of(now);
        };
    }
}
