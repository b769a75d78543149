package io.bemade.odoo.workflows.retention;

/**
 * What became of a retired pair.
 *
 * @param deleted false = it was kept or already gone
 * @param message one sentence: what was deleted, or why it was not
 */
public record RetentionResult(boolean deleted, String message) {}
