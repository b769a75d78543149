/** The rules of the module. */
@NullMarked
package io.bemade.odoo.activities;

import org.jspecify.annotations.NullMarked;
