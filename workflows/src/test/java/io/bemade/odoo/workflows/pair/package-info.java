/** Names of new pairs. */
@NullMarked
package io.bemade.odoo.workflows.pair;

import org.jspecify.annotations.NullMarked;
