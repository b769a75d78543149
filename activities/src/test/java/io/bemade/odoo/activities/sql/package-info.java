/** Failures as the server reports them. */
@NullMarked
package io.bemade.odoo.activities.sql;

import org.jspecify.annotations.NullMarked;
