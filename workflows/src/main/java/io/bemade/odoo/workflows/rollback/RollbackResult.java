package io.bemade.odoo.workflows.rollback;

import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback did.
 *
 * @param pair the instance's current pair now
 * @param previous the pair that was left, kept until {@code previousDeleteAt}
 */
public record RollbackResult(
        StoragePair pair, Optional<StoragePair> previous, Optional<Instant> previousDeleteAt, List<String> warnings) {}
