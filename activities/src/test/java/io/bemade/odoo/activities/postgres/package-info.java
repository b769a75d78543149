/** Databases, their marks and owners, and the loader, on a real PostgreSQL. */
@NullMarked
package io.bemade.odoo.activities.postgres;

import org.jspecify.annotations.NullMarked;
