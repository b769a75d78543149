/** How much may be read in a second, where nobody else should be slowed down. No adapter of its own: several use it. */
@NullMarked
package io.bemade.odoo.activities.rate;

import org.jspecify.annotations.NullMarked;
