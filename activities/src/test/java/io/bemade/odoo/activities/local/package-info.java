/** The platform of one host: its files, its commands, its secrets. */
@NullMarked
package io.bemade.odoo.activities.local;

import org.jspecify.annotations.NullMarked;
