/** The program of the image. */
@NullMarked
package io.bemade.odoo.image;

import org.jspecify.annotations.NullMarked;
