/** Real servers on loopback, inside this process tree: PostgreSQL 18, S3, Temporal. For the demo and for tests. */
@NullMarked
package io.bemade.odoo.embedded;

import org.jspecify.annotations.NullMarked;
