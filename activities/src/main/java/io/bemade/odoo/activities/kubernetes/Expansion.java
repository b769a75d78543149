package io.bemade.odoo.activities.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $(NAME)} in a container's arguments and variables, as the kubelet reads it; {@code $$} is one {@code $}. */
final class Expansion {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|\\(([^)]*)\\))");
    private static final Pattern MEANT_LITERALLY = Pattern.compile("\\$(?=[$(])");

    private Expansion() {}

    /** Empty when it names a variable whose value is not known here. A name that nobody declared stays as it is written. */
    static Optional<String> expand(String text, Map<String, Optional<String>> variables) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (reference.find()) {
            Optional<String> value = reference.group(1) != null
                    ? Optional.of("$")
                    : variables.getOrDefault(reference.group(2), Optional.of(reference.group()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            reference.appendReplacement(expanded, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(reference.appendTail(expanded).toString());
    }

    /** What expands to exactly this text. */
    static String literally(String text) {
        return MEANT_LITERALLY.matcher(text).replaceAll("\\$\\$");
    }
}
