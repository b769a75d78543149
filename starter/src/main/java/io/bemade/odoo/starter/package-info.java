/** The ways in: {@code odooctl}, its exit codes and its surroundings (terminal, clock, Temporal), which tests replace. */
@NullMarked
package io.bemade.odoo.starter;

import org.jspecify.annotations.NullMarked;
