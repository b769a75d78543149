/** How amounts, times and tables look to people. */
@NullMarked
package io.bemade.odoo.starter.text;

import org.jspecify.annotations.NullMarked;
