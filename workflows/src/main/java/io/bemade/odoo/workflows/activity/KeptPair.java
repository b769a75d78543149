package io.bemade.odoo.workflows.activity;

import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Instant;
import java.util.Optional;

/**
 * A pair as its own mark describes it.
 *
 * @param operation workflow id of the operation that built it
 * @param bytes size of the database
 * @param neutralized whether it was made harmless before it was handed over
 * @param retiredAt when it went out of use; absent unless retained, and for one that was never used
 * @param deleteAt when its retention ends; absent unless retained
 */
public record KeptPair(
        StoragePair pair,
        State state,
        String operation,
        Instant createdAt,
        boolean neutralized,
        Optional<Instant> retiredAt,
        Optional<Instant> deleteAt,
        long bytes) {
    /** Life of a pair. */
    public enum State {
        /** Being loaded; owned by its builder role. */
        BUILDING,
        /** Complete, owned by the instance's role, shut, never used yet. */
        READY,
        /** The instance's configuration named it when this was written. */
        CURRENT,
        /** Shut and kept for rollback until {@code deleteAt}. */
        RETAINED,
        /** Its deletion has begun: files first, then the database, which bears this mark. */
        DOOMED;

        /** Whether it has all of its parts: nothing is missing yet, or any more. */
        public boolean whole() {
            return this != BUILDING && this != DOOMED;
        }
    }
}
