/** The status that people see, for each thing that an operation may say. */
@NullMarked
package io.bemade.odoo.crds.projection;

import org.jspecify.annotations.NullMarked;
