package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Instant;

/**
 * A pair under construction.
 *
 * @param operation workflow id of the operation that builds it: what makes creating and dropping safe to repeat, for
 *     only what bears this id is taken for ours
 * @param createdAt workflow time
 */
public record Building(StoragePair pair, String operation, Instant createdAt) {
    @Override
    public String toString() {
        return pair.toString();
    }
}
