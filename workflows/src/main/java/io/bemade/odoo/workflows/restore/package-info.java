/** Restore: a backup becomes the instance's current pair. */
@NullMarked
package io.bemade.odoo.workflows.restore;

import org.jspecify.annotations.NullMarked;
