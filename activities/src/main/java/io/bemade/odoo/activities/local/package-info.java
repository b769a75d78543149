/** The single-host platform: instances.yaml, odoo.conf, configured commands, secrets in files. */
@NullMarked
package io.bemade.odoo.activities.local;

import org.jspecify.annotations.NullMarked;
