package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.activity.DatabaseActivities.DatabaseProof;
import io.bemade.odoo.workflows.activity.OdooActivities.Neutralization;
import io.bemade.odoo.workflows.activity.VolumeActivities.FilestoreProof;
import io.bemade.odoo.workflows.model.StoragePair;
import java.util.Iterator;
import java.util.function.Function;

/** What is known of Odoo's tables, applied to a pair under construction, as its builder role. */
public interface OdooKnowledge {
    /** See {@link io.bemade.odoo.workflows.activity.DatabaseActivities#prove}. */
    DatabaseProof prove(StoragePair pair);

    /** Every distinct {@code ir_attachment.store_fname}, streamed; valid while the function runs. */
    FilestoreProof overStoreNames(StoragePair pair, Function<Iterator<String>, FilestoreProof> check);

    /** Neutralizes with SQL of ours. */
    Neutralization neutralize(StoragePair pair);

    /** What {@code odoo neutralize} leaves alive and ours would not: queued mails, stored passwords. */
    void finishNeutralization(StoragePair pair);

    /** See {@link io.bemade.odoo.workflows.activity.OdooActivities#verifyNeutralized}. */
    void verifyNeutralized(StoragePair pair);

    /** See {@link io.bemade.odoo.workflows.activity.OdooActivities#renewIdentity}. */
    void renewIdentity(StoragePair pair);
}
