/** InstanceLock: one operation at a time on an instance; readers of a source may share. */
@NullMarked
package io.bemade.odoo.workflows.lock;

import org.jspecify.annotations.NullMarked;
