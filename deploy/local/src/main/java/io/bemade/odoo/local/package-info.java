/**
 * Everything on one host. {@link io.bemade.odoo.local.EmbeddedStack} is the demo's world and the integration tests':
 * PostgreSQL, S3, Temporal, one instance with its files, and a stand-in where Odoo would run.
 */
@NullMarked
package io.bemade.odoo.local;

import org.jspecify.annotations.NullMarked;
