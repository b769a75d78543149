/** The Kubernetes platform: custom resources, adopted Deployments, Secrets, Events. */
@NullMarked
package io.bemade.odoo.activities.kubernetes;

import org.jspecify.annotations.NullMarked;
