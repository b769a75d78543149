/** Backup formats: recognized by content, read through ranges, distrusted. */
@NullMarked
package io.bemade.odoo.activities.backup;

import org.jspecify.annotations.NullMarked;
