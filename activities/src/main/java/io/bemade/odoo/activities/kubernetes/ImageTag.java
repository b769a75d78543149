package io.bemade.odoo.activities.kubernetes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the name of an image says. */
final class ImageTag {
    /** {@code 19}, {@code 19.0}, {@code 19.0-20261120}, {@code 19-slim}; not {@code 16.2.1}, which may count something else. */
    private static final Pattern ODOO = Pattern.compile("([1-9][0-9])(\\.0([-_.].*)?|[-_].*)?");

    private ImageTag() {}

    /** Odoo's major version; empty when the tag does not say one. */
    static Optional<Integer> odooMajor(String image) {
        Matcher version = ODOO.matcher(tag(image));
        return version.matches() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    }

    /** A colon before the last slash belongs to the registry's port; a digest says nothing. */
    private static String tag(String image) {
        String named = image.split("@", 2)[0];
        int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
        return colon < 0 ? "" : named.substring(colon + 1);
    }
}
