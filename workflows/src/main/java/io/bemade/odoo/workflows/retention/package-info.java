/** RetentionCleanup: a retired pair is deleted when its time has come. */
@NullMarked
package io.bemade.odoo.workflows.retention;

import org.jspecify.annotations.NullMarked;
