package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.model.InstanceRef;

/**
 * Asks for an instance's lock.
 *
 * @param queue false = do not wait: answer who is in the way and forget the claim
 */
public record LockClaim(InstanceRef instance, String owner, String runId, LockMode mode, boolean queue) {}
