/** {@code odooctl} as it is run on one host: the starter's commands, the worker, and a host of its own for the demo. */
@NullMarked
package io.bemade.odoo.local;

import org.jspecify.annotations.NullMarked;
