/** Odoo data directories on a file system. */
@NullMarked
package io.bemade.odoo.activities.filestore;

import org.jspecify.annotations.NullMarked;
