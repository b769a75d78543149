/** StagingClone: a harmless copy of production for an instance that is none. */
@NullMarked
package io.bemade.odoo.workflows.staging;

import org.jspecify.annotations.NullMarked;
