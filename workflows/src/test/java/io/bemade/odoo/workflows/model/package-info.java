/** Requests as people write them, and what they are told. */
@NullMarked
package io.bemade.odoo.workflows.model;

import org.jspecify.annotations.NullMarked;
