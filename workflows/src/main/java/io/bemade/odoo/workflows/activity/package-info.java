/** What workflows ask of the world: one interface per real system. Each undo stands right under its do. */
@NullMarked
package io.bemade.odoo.workflows.activity;

import org.jspecify.annotations.NullMarked;
