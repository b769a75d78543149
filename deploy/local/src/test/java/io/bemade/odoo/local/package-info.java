/** The stack is started for real. */
@NullMarked
package io.bemade.odoo.local;

import org.jspecify.annotations.NullMarked;
