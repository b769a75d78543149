/** The rules of the module. */
@NullMarked
package io.bemade.odoo.workflows;

import org.jspecify.annotations.NullMarked;
