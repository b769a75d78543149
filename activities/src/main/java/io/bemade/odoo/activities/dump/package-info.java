/** Reads a plain pg_dump script as a stream of statements and COPY blocks, and plans the load. Pure: no connection. */
@NullMarked
package io.bemade.odoo.activities.dump;

import org.jspecify.annotations.NullMarked;
