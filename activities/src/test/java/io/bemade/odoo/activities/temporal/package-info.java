/** The lock, with its real Temporal client side, on Temporal's in-memory server. */
@NullMarked
package io.bemade.odoo.activities.temporal;

import org.jspecify.annotations.NullMarked;
