/** What Linux can and Java cannot. No adapter of its own: several use it. */
@NullMarked
package io.bemade.odoo.activities.libc;

import org.jspecify.annotations.NullMarked;
