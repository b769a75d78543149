/** The watcher against a cluster and an engine in memory; the real ones are in {@code deploy/e2e}. */
@NullMarked
package io.bemade.odoo.starter.watch;

import org.jspecify.annotations.NullMarked;
