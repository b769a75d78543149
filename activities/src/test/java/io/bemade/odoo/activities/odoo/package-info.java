/** What is known of Odoo's tables, on a small database that looks like Odoo's. */
@NullMarked
package io.bemade.odoo.activities.odoo;

import org.jspecify.annotations.NullMarked;
