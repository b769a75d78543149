/**
 * From an operation to the status of the custom resource that asked for it. Pure: no clock, no I/O. Whoever runs or
 * starts operations writes what these classes say.
 */
@NullMarked
package io.bemade.odoo.crds.projection;

import org.jspecify.annotations.NullMarked;
