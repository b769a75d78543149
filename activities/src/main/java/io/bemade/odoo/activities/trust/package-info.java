/** Whom a client takes a server for. No adapter of its own: several use it. */
@NullMarked
package io.bemade.odoo.activities.trust;

import org.jspecify.annotations.NullMarked;
