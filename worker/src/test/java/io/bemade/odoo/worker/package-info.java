/** Configuration, and the page that documents it. */
@NullMarked
package io.bemade.odoo.worker;

import org.jspecify.annotations.NullMarked;
