/** Every command, as it is typed, against fake workers. */
@NullMarked
package io.bemade.odoo.starter.command;

import org.jspecify.annotations.NullMarked;
