/** One class per command of {@code odooctl}, and the options that several of them share. */
@NullMarked
package io.bemade.odoo.starter.command;

import org.jspecify.annotations.NullMarked;
