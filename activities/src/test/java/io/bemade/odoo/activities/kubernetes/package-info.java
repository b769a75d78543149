/** What can be told from a Deployment, a pod or an answer alone; the rest is tried on a real cluster. */
@NullMarked
package io.bemade.odoo.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
