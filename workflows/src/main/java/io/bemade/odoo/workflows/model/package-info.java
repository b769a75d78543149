/** The words of the product as checked types: instances, storage pairs, sources, progress, errors. Pure: no clock, no I/O. */
@NullMarked
package io.bemade.odoo.workflows.model;

import org.jspecify.annotations.NullMarked;
