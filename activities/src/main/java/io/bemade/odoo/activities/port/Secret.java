package io.bemade.odoo.activities.port;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import java.util.Map;
import java.util.Optional;

/** Named values that are never printed: {@link #toString} shows the secret's name only. */
public final class Secret {
    private final String name;
    private final Map<String, String> values;

    public Secret(String name, Map<String, String> values) {
        this.name = name;
        this.values = Map.copyOf(values);
    }

    public String name() {
        return name;
    }

    /** @throws OrchestratorException {@code NOT_FOUND}, naming secret and key */
    public String require(String key) {
        return get(key).orElseThrow(() -> new OrchestratorException(
                ErrorCode.NOT_FOUND, "secret " + name + " has no value \"" + key + "\": add it to the secret"));
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public String toString() {
        return "secret " + name;
    }
}
