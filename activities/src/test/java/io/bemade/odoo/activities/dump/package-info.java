/** Scripts of every kind, sound, odd, cut off and hostile, read through windows of every size. */
@NullMarked
package io.bemade.odoo.activities.dump;

import org.jspecify.annotations.NullMarked;
