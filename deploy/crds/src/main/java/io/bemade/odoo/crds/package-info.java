/**
 * The custom resources of group {@code bemade.io/v1}. Each record is the shape of one object in YAML, and its annotations
 * are the rules that the API server keeps; the definitions in {@code resources/crds} are generated from them. What is
 * optional is nullable, a list is never null.
 *
 * <p>Everything that the rules accept can be read into these types, for one object that cannot be read would stop the
 * watch over all of them.
 */
@NullMarked
package io.bemade.odoo.crds;

import org.jspecify.annotations.NullMarked;
