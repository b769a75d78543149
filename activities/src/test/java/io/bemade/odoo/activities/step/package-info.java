@NullMarked
package io.bemade.odoo.activities.step;

import org.jspecify.annotations.NullMarked;
