/** The queue of the lock, without Temporal. */
@NullMarked
package io.bemade.odoo.workflows.lock;

import org.jspecify.annotations.NullMarked;
