package io.bemade.odoo.workflows.retention;

import io.bemade.odoo.workflows.activity.InspectionActivities;
import io.bemade.odoo.workflows.activity.InstanceDescription;
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
        for (Inventory.Entry entry : inspection.inventory(new Inventory.Request(Optional.empty(), true))) {
            entry.description().ifPresent(instance -> {
                for (KeptPair pair : entry.pairs()) {
                    end(pair, instance, now).ifPresent(deleteAt -> {
                        Duration delay = Duration.between(now, deleteAt);
                        retentions.ensureCleanup(
                                new Cleanup(pair.pair(), delay.isNegative() ? Duration.ZERO : delay, deleteAt));
                        swept.add(pair.pair().database().value());
                    });
                }
            });
        }
        return swept;
    }

    /**
     * When the pair is looked at under the lock; empty: it stays. A mark that does not fit the configuration may be that of
     * an operation at work: the clean-up gets in line behind it, and corrects what then is still wrong.
     */
    private static Optional<Instant> end(KeptPair pair, InstanceDescription instance, Instant now) {
        return switch (pair.state()) {
            case RETAINED -> pair.deleteAt();
            case BUILDING, DOOMED -> Optional.of(now);
            case CURRENT, READY -> instance.uses(pair.pair()) ? Optional.empty() : Optional.of(now);
        };
    }
}
