package io.bemade.odoo.workflows.staging;

import io.bemade.odoo.workflows.model.CopyWay;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.StoragePair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a clone or a reload did.
 *
 * @param pair the instance's current pair now
 * @param production the instance that was cloned
 * @param cloned the pair that it used
 * @param previous the pair that the instance used before, kept until {@code previousDeleteAt}
 * @param databaseBytes size of the database
 * @param files attachments
 * @param copied how the database was copied
 * @param productionRefused how long production refused new connections
 * @param productionWaited how long they had to wait after that
 * @param neutralizedBy {@code odoo} or {@code built-in SQL}
 * @param warnings one sentence each
 */
public record CloneResult(
        StoragePair pair,
        InstanceRef production,
        StoragePair cloned,
        Optional<StoragePair> previous,
        Optional<Instant> previousDeleteAt,
        String odooVersion,
        long databaseBytes,
        long files,
        long fileBytes,
        CopyWay copied,
        Duration productionRefused,
        Duration productionWaited,
        String neutralizedBy,
        List<String> warnings) {}
