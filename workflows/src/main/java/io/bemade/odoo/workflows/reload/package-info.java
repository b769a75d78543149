/** Reload: a staging gets a new copy of its production. */
@NullMarked
package io.bemade.odoo.workflows.reload;

import org.jspecify.annotations.NullMarked;
