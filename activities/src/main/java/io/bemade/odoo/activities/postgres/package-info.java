/** PostgreSQL: databases, their marks and owners, and the loader. */
@NullMarked
package io.bemade.odoo.activities.postgres;

import org.jspecify.annotations.NullMarked;
