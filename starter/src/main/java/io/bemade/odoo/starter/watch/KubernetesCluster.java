package io.bemade.odoo.starter.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.crds.projection.StatusProjection;
import io.bemade.odoo.workflows.model.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Small merge patches, each bound to the resource version that was seen. */
final class KubernetesCluster implements Cluster {
    private final KubernetesClient client;
    private final MergePatch patches;

    KubernetesCluster(KubernetesClient client) {
        this.client = client;
        this.patches = new MergePatch(client);
    }

    @Override
    public String claim(HasMetadata resource) {
        ObjectNode change = change(resource.getMetadata().getResourceVersion());
        finalizers(resource, change).add(FINALIZER);
        return patch(resource, change);
    }

    @Override
    public void release(HasMetadata resource) {
        ObjectNode change = change(resource.getMetadata().getResourceVersion());
        finalizers(resource, change);
        try {
            patch(resource, change);
        } catch (Gone gone) {
            return;
        }
    }

    @Override
    public String noteInitialOperation(OdooInstance instance, String resourceVersion, String workflowId) {
        ObjectNode change = change(resourceVersion);
        change.withObject("/metadata/annotations").put(INITIAL_OPERATION, workflowId);
        return patch(instance, change);
    }

    @Override
    public void say(HasMetadata resource, String resourceVersion, OperationStatus status) {
        ObjectNode change = change(resourceVersion);
        change.set("status", Json.mapper().valueToTree(status));
        patchStatus(resource, change);
    }

    @Override
    public void say(OdooInstance instance, String resourceVersion, OperationStatus status, boolean complete) {
        ObjectNode change = change(resourceVersion);
        ObjectNode database = change.withObject("/status/database");
        database.set("restoreStatus", Json.mapper().valueToTree(status.phase()));
        database.put("restoreMessage", status.message());
        if (complete) {
            database.put("initialRestorationComplete", true);
        }
        if (status.workflowId() != null) {
            change.withObject("/status").set("operation", operation(status, status.workflowId()));
        }
        patchStatus(instance, change);
    }

    @Override
    public void sayOfOperation(OdooInstance instance, String resourceVersion, OperationStatus status) {
        ObjectNode change = change(resourceVersion);
        change.withObject("/status").set("operation", operation(status, String.valueOf(status.workflowId())));
        patchStatus(instance, change);
    }

    private static JsonNode operation(OperationStatus status, String workflowId) {
        return Json.mapper().valueToTree(new StatusProjection(workflowId, 0).onInstance(status));
    }

    @Override
    public Optional<OdooInstance> instance(String namespace, String name) {
        return asking(
                "get odooinstances in namespace " + namespace,
                () -> Optional.ofNullable(client.resources(OdooInstance.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    @Override
    public @Nullable String namespaceAnnotation(String namespace, String annotation) {
        Namespace found = asking(
                "get namespaces " + namespace,
                () -> Optional.ofNullable(
                                client.namespaces().withName(namespace).get())
                        .orElseGet(Namespace::new));
        return found.getMetadata() == null || found.getMetadata().getAnnotations() == null
                ? null
                : found.getMetadata().getAnnotations().get(annotation);
    }

    private static ObjectNode change(String resourceVersion) {
        ObjectNode change = Json.mapper().createObjectNode();
        change.withObject("/metadata").put("resourceVersion", resourceVersion);
        return change;
    }

    /** All that are there but ours. */
    private static ArrayNode finalizers(HasMetadata resource, ObjectNode change) {
        ArrayNode finalizers = change.withObject("/metadata").putArray("finalizers");
        Optional.ofNullable(resource.getMetadata().getFinalizers()).orElse(List.of()).stream()
                .filter(name -> !name.equals(FINALIZER))
                .forEach(finalizers::add);
        return finalizers;
    }

    /** The newer resource version. */
    private String patch(HasMetadata resource, JsonNode change) {
        return patch("patch", resource, "", change);
    }

    private void patchStatus(HasMetadata resource, JsonNode change) {
        patch("patch the status of", resource, "/status", change);
    }

    private String patch(String verb, HasMetadata resource, String subresource, JsonNode change) {
        try {
            return patches.send(resource, subresource, change)
                    .at("/metadata/resourceVersion")
                    .asText();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                throw new Stale(e);
            }
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new Gone(e);
            }
            String what = verb + " " + Kind.of(resource).plural() + " in namespace "
                    + resource.getMetadata().getNamespace();
            throw new IllegalStateException(ApiFailures.sentence(what, e), e);
        }
    }

    private static <T> T asking(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw new Refusal(ApiFailures.sentence(what, e), e);
            }
            throw new IllegalStateException(ApiFailures.sentence(what, e), e);
        }
    }
}
