/** InstanceRemoval: a staging that nobody needs any more goes, with all of its pairs. */
@NullMarked
package io.bemade.odoo.workflows.removal;

import org.jspecify.annotations.NullMarked;
