/** Rollback: a kept pair becomes the current one again; nothing is copied. */
@NullMarked
package io.bemade.odoo.workflows.rollback;

import org.jspecify.annotations.NullMarked;
