/** What every operation on an instance has: a lock, phases that people can watch, and an undo. */
@NullMarked
package io.bemade.odoo.workflows.operation;

import org.jspecify.annotations.NullMarked;
