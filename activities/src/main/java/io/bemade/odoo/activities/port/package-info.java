/** What the steps need of real systems, as small interfaces; every adapter package implements some of them and none knows another. */
@NullMarked
package io.bemade.odoo.activities.port;

import org.jspecify.annotations.NullMarked;
