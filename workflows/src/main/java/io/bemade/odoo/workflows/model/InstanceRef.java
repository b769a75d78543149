package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One Odoo installation, written {@code namespace/name}. Both parts are DNS labels (RFC 1123), as Kubernetes wants them.
 */
public record InstanceRef(String namespace, String name) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public InstanceRef {
        if (!isLabel(namespace) || !isLabel(name)) {
            throw new IllegalArgumentException("instance \"" + namespace + "/" + name
                    + "\" is not a name: write namespace/name in lower-case letters, digits and hyphens");
        }
    }

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    @JsonCreator
    public static InstanceRef of(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split("/", -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException(
                    "instance \"" + text + "\" is not a name: write namespace/name, such as shop/erp");
        }
        return new InstanceRef(parts[0], parts[1]);
    }

    @Override
    @JsonValue
    public String toString() {
        return namespace + "/" + name;
    }
}
