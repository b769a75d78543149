/** The reader of dumps, with windows of every size. */
@NullMarked
package io.bemade.odoo.activities.dump;

import org.jspecify.annotations.NullMarked;
