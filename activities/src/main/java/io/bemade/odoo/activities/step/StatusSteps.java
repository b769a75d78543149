package io.bemade.odoo.activities.step;

import io.bemade.odoo.activities.port.Databases;
import io.bemade.odoo.activities.port.Instances;
import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.workflows.activity.StatusActivities;

/** What people are shown. */
public final class StatusSteps implements StatusActivities {
    private final Statuses statuses;
    private final Holdings holdings;

    public StatusSteps(Statuses statuses, Instances instances, Databases databases) {
        this.statuses = statuses;
        this.holdings = new Holdings(instances, databases);
    }

    @Override
    public void showOperation(Word word) {
        statuses.show(word);
    }

    /** Who waits for the last word finds the rest up to date; whatever is wrong with the rest, the word is said. */
    @Override
    public void showOutcome(Word word) {
        Heartbeats.run(() -> {
            try {
                word.status().instance().ifPresent(instance -> statuses.show(instance, () -> holdings.of(instance)));
            } finally {
                statuses.show(word);
            }
        });
    }
}
