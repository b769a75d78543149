/** The whole product in one JVM: real PostgreSQL, S3, files and workflows, with Temporal's clock skipped. */
@NullMarked
package io.bemade.odoo.local;

import org.jspecify.annotations.NullMarked;
