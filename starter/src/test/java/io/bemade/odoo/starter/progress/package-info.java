/** What watchers see. */
@NullMarked
package io.bemade.odoo.starter.progress;

import org.jspecify.annotations.NullMarked;
