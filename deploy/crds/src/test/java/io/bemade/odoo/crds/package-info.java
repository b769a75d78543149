/** The checked-in definitions and samples are held against the types. */
@NullMarked
package io.bemade.odoo.crds;

import org.jspecify.annotations.NullMarked;
