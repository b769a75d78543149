/** The one shared story: build a new pair beside the live one, prove it, switch to it, retire the old one. */
@NullMarked
package io.bemade.odoo.workflows.pair;

import org.jspecify.annotations.NullMarked;
