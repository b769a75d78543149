package io.bemade.odoo.workflows.lock;

import java.time.Instant;

/**
 * An operation that holds a lock or waits for it.
 *
 * @param owner its workflow id
 * @param ticket fencing token; 0 while waiting
 * @param since when the lock was granted (or asked for), workflow time
 */
public record LockHolder(String owner, String runId, LockMode mode, Instant since, long ticket) {}
