package io.bemade.odoo.workflows.lock;

import io.bemade.odoo.workflows.model.InstanceRef;

/**
 * The lock is yours.
 *
 * @param ticket fencing token: grows with every grant on this instance, also from one run of the lock to the next
 */
public record LockGrant(InstanceRef instance, long ticket) {}
