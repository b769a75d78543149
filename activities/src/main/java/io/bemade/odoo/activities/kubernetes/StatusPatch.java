package io.bemade.odoo.activities.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.workflows.model.Json;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Changes the status of one custom resource, by patches that hold only if nobody changed it since it was read; when
 * somebody did, it is read and thought over again. One that is not there has no status to change.
 */
final class StatusPatch<S, R extends CustomResource<?, S>> {
    private static final ObjectMapper JSON = Json.mapper();
    private static final PatchContext PATCH = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("odoo-orchestrator")
            .build();

    private final KubernetesClient client;
    private final Class<R> type;
    private final String namespace;
    private final String name;

    StatusPatch(KubernetesClient client, Class<R> type, String namespace, String name) {
        this.client = client;
        this.type = type;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * @param meant false for another resource of the same name
     * @param edit the status that follows from what is there
     */
    void change(Predicate<R> meant, Function<R, S> edit) {
        KubernetesFailures.contended(call("patch", "/status"), () -> {
            R resource = KubernetesFailures.attempt(
                    call("get", ""),
                    () -> client.resources(type)
                            .inNamespace(namespace)
                            .withName(name)
                            .get());
            if (resource != null && meant.test(resource)) {
                write(resource, edit.apply(resource));
            }
        });
    }

    private void write(R resource, S status) {
        ObjectNode difference = MergePatch.between(node(resource.getStatus()), node(status));
        if (difference.isEmpty()) {
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/metadata")
                .put("resourceVersion", resource.getMetadata().getResourceVersion());
        patch.set("status", difference);
        client.resource(resource).subresource("status").patch(PATCH, patch.toString());
    }

    private static JsonNode node(Object status) {
        return status == null ? JsonNodeFactory.instance.objectNode() : JSON.valueToTree(status);
    }

    private Call call(String verb, String subresource) {
        String plural = CustomResource.getCRDName(type).split("\\.", 2)[0];
        return new Call(verb, plural + ".bemade.io" + subresource, namespace, name);
    }
}
