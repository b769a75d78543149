/** Read-only questions: which instances and pairs are there, and is everything in place. */
@NullMarked
package io.bemade.odoo.workflows.inspect;

import org.jspecify.annotations.NullMarked;
