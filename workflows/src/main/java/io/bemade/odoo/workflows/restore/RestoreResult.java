package io.bemade.odoo.workflows.restore;

import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a restore did.
 *
 * @param pair the instance's current pair now
 * @param previous the pair it used before, kept until {@code previousDeleteAt}
 * @param files attachments written (or found in place)
 * @param neutralizedBy {@code odoo} or {@code built-in SQL}; absent for production
 * @param warnings what was tolerated, one sentence each
 */
public record RestoreResult(
        StoragePair pair,
        Optional<StoragePair> previous,
        Optional<Instant> previousDeleteAt,
        String odooVersion,
        int tables,
        long rows,
        long files,
        long fileBytes,
        Optional<String> neutralizedBy,
        List<String> warnings) {}
