/** What failures of SQL mean. No adapter of its own: several use it. */
@NullMarked
package io.bemade.odoo.activities.sql;

import org.jspecify.annotations.NullMarked;
