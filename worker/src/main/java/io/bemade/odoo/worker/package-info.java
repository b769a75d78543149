/** The process that runs workflows and activities: configuration, wiring, health, metrics, shutdown. */
@NullMarked
package io.bemade.odoo.worker;

import org.jspecify.annotations.NullMarked;
