/** What every implementation of filestores must do, and what directories do beyond it. */
@NullMarked
package io.bemade.odoo.activities.filestore;

import org.jspecify.annotations.NullMarked;
