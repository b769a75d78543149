/** The activities: each combines ports, reports progress, and translates failures once. */
@NullMarked
package io.bemade.odoo.activities.step;

import org.jspecify.annotations.NullMarked;
