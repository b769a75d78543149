/** Programs that are run beside the worker, and what they write. No adapter of its own: several use it. */
@NullMarked
package io.bemade.odoo.activities.program;

import org.jspecify.annotations.NullMarked;
