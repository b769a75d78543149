/** The backups are read as a stranger would read them. */
@NullMarked
package io.bemade.odoo.sample;

import org.jspecify.annotations.NullMarked;
