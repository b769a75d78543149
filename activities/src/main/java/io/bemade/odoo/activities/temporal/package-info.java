/** Activities that talk to Temporal itself: locks and delayed clean-ups. */
@NullMarked
package io.bemade.odoo.activities.temporal;

import org.jspecify.annotations.NullMarked;
