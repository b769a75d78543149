/** Limits, by a clock that the test turns. */
@NullMarked
package io.bemade.odoo.activities.rate;

import org.jspecify.annotations.NullMarked;
