/** Following an operation to its end: looks at it, works out the pace, tells it as a line, as lines or as JSON. */
@NullMarked
package io.bemade.odoo.starter.progress;

import org.jspecify.annotations.NullMarked;
