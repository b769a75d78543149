/**
 * The watcher: a custom resource becomes a workflow, a deleted one a cancellation. It keeps no state: what was asked is in
 * the custom resources, what became of it in Temporal, and each workflow id comes from a resource's uid, so that any
 * number of watchers may look at the same resource, any number of times.
 */
@NullMarked
package io.bemade.odoo.starter.watch;

import org.jspecify.annotations.NullMarked;
