/** Tiny workers that answer as the real ones would, so that the commands can be tried without any Odoo. */
@NullMarked
package io.bemade.odoo.starter.fake;

import org.jspecify.annotations.NullMarked;
