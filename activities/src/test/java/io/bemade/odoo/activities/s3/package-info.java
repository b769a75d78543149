/** S3 reads against a real server, and against one that misbehaves. */
@NullMarked
package io.bemade.odoo.activities.s3;

import org.jspecify.annotations.NullMarked;
