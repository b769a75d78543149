/** S3: pinned, ranged, resumed reads. */
@NullMarked
package io.bemade.odoo.activities.s3;

import org.jspecify.annotations.NullMarked;
