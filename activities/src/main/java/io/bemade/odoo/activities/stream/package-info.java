/** Streams that adapters read backups by, and what is common to them. No adapter of its own: several use it. */
@NullMarked
package io.bemade.odoo.activities.stream;

import org.jspecify.annotations.NullMarked;
