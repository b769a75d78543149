/** The servers are tried with their own clients. */
@NullMarked
package io.bemade.odoo.embedded;

import org.jspecify.annotations.NullMarked;
