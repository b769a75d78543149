/** Tests against real servers: Temporal, PostgreSQL, S3, Odoo. They run where {@code -Drealstack=FOLDER} names the scripts that start them. */
@NullMarked
package io.bemade.odoo.e2e;

import org.jspecify.annotations.NullMarked;
