/**
 * Writes backups that have the shape of Odoo's own, of any size and always the same for the same seed: for the demo, tests
 * and benchmarks. Every word and number in them is made up here.
 *
 * <p>{@link io.bemade.odoo.sample.SampleBackup} is the way in. {@code OdooTables} says which tables there are,
 * {@code Values} what stands in a column, {@code DumpScript} how a dump is written, {@code Attachments} what the files
 * contain.
 */
@NullMarked
package io.bemade.odoo.sample;

import org.jspecify.annotations.NullMarked;
