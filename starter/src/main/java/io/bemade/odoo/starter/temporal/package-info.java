/** What commands ask of Temporal: connect, start once, find an operation, ask a question of a worker. */
@NullMarked
package io.bemade.odoo.starter.temporal;

import org.jspecify.annotations.NullMarked;
