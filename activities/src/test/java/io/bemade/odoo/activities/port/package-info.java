/** What the ports themselves know. */
@NullMarked
package io.bemade.odoo.activities.port;

import org.jspecify.annotations.NullMarked;
