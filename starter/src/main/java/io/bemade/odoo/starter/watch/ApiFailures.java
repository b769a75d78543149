package io.bemade.odoo.starter.watch;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** What the API server said, as a sentence that names the way out. */
final class ApiFailures {
    private ApiFailures() {}

    /** @param what was tried, with verb, resource and namespace: {@code list odooinstances in all namespaces} */
    static String sentence(String what, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException api && api.getCode() > 0) {
                return sentence(what, api);
            }
        }
        return "The watcher cannot " + what + ": " + thrown;
    }

    private static String sentence(String what, KubernetesClientException api) {
        String words = api.getStatus() != null && api.getStatus().getMessage() != null
                ? api.getStatus().getMessage()
                : String.valueOf(api.getMessage());
        return switch (api.getCode()) {
            case 401 -> "The watcher cannot " + what + ": the API server does not know it (" + words + ")";
            case 403 ->
                "The watcher may not " + what + ": its role lacks this verb, see docs/rbac.md. The API server says: "
                        + words;
            case 404 ->
                "The watcher cannot " + what + ": not found; are the definitions of deploy/crds applied? The API server"
                        + " says: " + words;
            default -> "The watcher cannot " + what + ": the API server says " + api.getCode() + ", " + words;
        };
    }
}
