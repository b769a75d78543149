/** The undo, on Temporal's in-memory server. */
@NullMarked
package io.bemade.odoo.workflows.compensation;

import org.jspecify.annotations.NullMarked;
