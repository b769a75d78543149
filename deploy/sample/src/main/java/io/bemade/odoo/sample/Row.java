package io.bemade.odoo.sample;

import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/**
 * A row being written.
 *
 * @param id its number, from 1
 * @param counts how many rows a table has, for references
 */
record Row(long id, CopyLine line, SplittableRandom random, ToLongFunction<String> counts) {}
