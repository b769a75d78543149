/** Pairs each effect with its undo. */
@NullMarked
package io.bemade.odoo.workflows.compensation;

import org.jspecify.annotations.NullMarked;
