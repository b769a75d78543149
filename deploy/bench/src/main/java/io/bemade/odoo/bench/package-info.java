/** Benchmarks: programs that print ratios against what people use today, in one run on one server. */
@NullMarked
package io.bemade.odoo.bench;

import org.jspecify.annotations.NullMarked;
