package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.activities.port.Secret;
import io.bemade.odoo.activities.port.Secrets;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code Secret} objects by name, in the namespace of the instance that needs them. A line break at a value's end is none of it. */
public final class KubernetesSecrets implements Secrets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern END = Pattern.compile("\\r?\\n\\z");

    private final KubernetesClient client;

    public KubernetesSecrets(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Secret get(String namespace, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "\"" + name + "\" is not a secret's name: use lower-case letters, digits, '-' and '.'");
        }
        return new Secret(name, values(namespace, name));
    }

    Map<String, String> values(String namespace, String name) {
        return decoded(name, data(namespace, name));
    }

    private Map<String, String> data(String namespace, String name) {
        return KubernetesFailures.attempt(
                        new Call("get", "secrets", namespace, name),
                        () -> Optional.ofNullable(client.secrets()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()))
                .orElseThrow(() -> new OrchestratorException(
                        ErrorCode.NOT_FOUND,
                        "there is no secret " + name + ": create it in namespace " + namespace
                                + " with one value a key"))
                .getData();
    }

    private static Map<String, String> decoded(String name, Map<String, String> data) {
        Map<String, String> values = new HashMap<>();
        data.forEach((key, value) -> values.put(key, decoded(name, key, value)));
        return values;
    }

    private static String decoded(String name, String key, String value) {
        try {
            String text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            return END.matcher(text).replaceAll("");
        } catch (IllegalArgumentException e) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "value \"" + key + "\" of secret " + name + " is not base64: write it anew",
                    e);
        }
    }
}
