/** Amounts, times, tables. */
@NullMarked
package io.bemade.odoo.starter.text;

import org.jspecify.annotations.NullMarked;
