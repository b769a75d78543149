/** Backups of every kind, sound and hostile, read from a real S3 server. */
@NullMarked
package io.bemade.odoo.activities.backup;

import org.jspecify.annotations.NullMarked;
