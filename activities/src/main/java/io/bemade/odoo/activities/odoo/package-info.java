/** Knowledge of Odoo: its tables, its command line, neutralization and identity. */
@NullMarked
package io.bemade.odoo.activities.odoo;

import org.jspecify.annotations.NullMarked;
