package io.bemade.odoo.activities.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a container. */
record Variables(Container container) {
    Optional<EnvVar> get(String name) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .reduce((before, last) -> last);
    }

    boolean declares(String name) {
        return get(name).isPresent();
    }

    /** Whether it has variables that are named elsewhere: in a ConfigMap, in a Secret. */
    boolean hasMore() {
        return !container.getEnvFrom().isEmpty();
    }

    /** The text with its references replaced; empty when one of them leads out of the Deployment. */
    Optional<String> expand(String text) {
        return expand(text, values());
    }

    private Optional<String> expand(String text, Map<String, Optional<String>> values) {
        return Expansion.expand(text, values).filter(expanded -> !hasMore() || !expanded.contains("$("));
    }

    /** A variable may refer to those above it. */
    private Map<String, Optional<String>> values() {
        Map<String, Optional<String>> values = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            values.put(variable.getName(), value(variable, values));
        }
        return values;
    }

    private Optional<String> value(EnvVar variable, Map<String, Optional<String>> above) {
        if (variable.getValueFrom() != null) {
            return Optional.empty();
        }
        return variable.getValue() == null ? Optional.of("") : expand(variable.getValue(), above);
    }

    /** In the place of the one of that name, or at the end. */
    Container with(String name, String value) {
        return with(new EnvVarBuilder()
                .withName(name)
                .withValue(Expansion.literally(value))
                .build());
    }

    Container with(EnvVar variable) {
        List<EnvVar> changed = new ArrayList<>(container.getEnv());
        changed.replaceAll(each -> each.getName().equals(variable.getName()) ? variable : each);
        if (!declares(variable.getName())) {
            changed.add(variable);
        }
        return new ContainerBuilder(container).withEnv(changed).build();
    }

    Container without(String name) {
        List<EnvVar> changed = new ArrayList<>(container.getEnv());
        changed.removeIf(each -> each.getName().equals(name));
        return new ContainerBuilder(container).withEnv(changed).build();
    }
}
