package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.StoragePair;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** What only Odoo, or knowledge of Odoo's tables, can do to a pair under construction. Every method is safe to run twice. */
@ActivityInterface
public interface OdooActivities {
    /**
     * Makes the copy harmless: Odoo's own {@code neutralize} where the instance has an Odoo command, else built-in SQL.
     * {@code NOT_NEUTRALIZED} on any doubt. Heartbeats.
     */
    @ActivityMethod(name = "Neutralize")
    Neutralization neutralize(StoragePair pair);

    /** Checks with queries of our own that nothing in the copy can act on the outside world; {@code NOT_NEUTRALIZED} otherwise. */
    @ActivityMethod(name = "VerifyNeutralized")
    void verifyNeutralized(StoragePair pair);

    /** Gives the database a new {@code database.uuid}, {@code database.secret} and {@code database.create_date}. */
    @ActivityMethod(name = "RenewIdentity")
    void renewIdentity(StoragePair pair);

    /**
     * @param by {@code odoo} or {@code built-in SQL}
     * @param notCovered installed modules that touch the outside and had no neutralization of their own
     */
    record Neutralization(String by, List<String> notCovered) {}
}
