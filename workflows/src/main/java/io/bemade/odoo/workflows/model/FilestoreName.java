package io.bemade.odoo.workflows.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where a pair's files are: the name of a volume (Kubernetes) or of a directory under the host's filestore root, in
 * which Odoo's data directory lives; the attachments are in {@code filestore/<database>/} of it. A data directory that
 * Odoo used before this product came is named by its absolute path.
 */
public record FilestoreName(@JsonValue String value) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?");
    private static final Pattern ABSOLUTE = Pattern.compile("/[^\\x00]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public FilestoreName {
        if (value == null
                || !(LABEL.matcher(value).matches() || ABSOLUTE.matcher(value).matches())
                || ("/" + value + "/").contains("/../")) {
            throw new IllegalArgumentException("filestore name \"" + value + "\" is not a name or an absolute path");
        }
    }

    /** True for a data directory that was not made by this product: only its own database's files may be deleted. */
    public boolean adopted() {
        return value.startsWith("/");
    }

    @Override
    public String toString() {
        return value;
    }
}
