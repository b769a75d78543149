package io.bemade.odoo.starter.progress;

import io.bemade.odoo.workflows.operation.Operation;

/**
 * The result of an operation that was cancelled when its point of no return lay behind it.
 *
 * @param cancelledTooLate its last word: it is complete
 */
record TooLate(Operation.Status cancelledTooLate) {}
