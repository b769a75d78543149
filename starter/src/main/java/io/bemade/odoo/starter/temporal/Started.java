package io.bemade.odoo.starter.temporal;

/**
 * An operation that Temporal has.
 *
 * @param attached true when it had been started before, by the same request
 */
public record Started(String workflowId, String runId, String type, boolean attached) {}
