/** What happens, in which order, and how it is undone. A reader opens one folder per question. */
@NullMarked
package io.bemade.odoo.workflows;

import org.jspecify.annotations.NullMarked;
