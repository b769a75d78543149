/** Asking Temporal and workers. */
@NullMarked
package io.bemade.odoo.starter.temporal;

import org.jspecify.annotations.NullMarked;
