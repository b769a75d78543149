/** {@code odooctl} as it is run on one host. */
@NullMarked
package io.bemade.odoo.local;

import org.jspecify.annotations.NullMarked;
