package io.bemade.odoo.workflows.lock;

import java.util.List;

/**
 * The immediate answer to a claim.
 *
 * @param ticket when granted, the fencing token
 * @param inTheWay when not granted, the holders, and who waits ahead
 */
public record LockAnswer(boolean granted, long ticket, List<LockHolder> inTheWay) {}
