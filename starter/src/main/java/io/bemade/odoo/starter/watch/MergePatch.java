package io.bemade.odoo.starter.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request, where the client's own patch reads the object first, which would need one more verb. */
final class MergePatch {
    private static final String TYPE = "application/merge-patch+json";
    private static final int SECONDS = 30;

    private final KubernetesClient client;

    MergePatch(KubernetesClient client) {
        this.client = client;
    }

    /**
     * @param subresource {@code /status}, or empty
     * @return the object after it
     * @throws KubernetesClientException with the API server's answer
     */
    JsonNode send(HasMetadata resource, String subresource, JsonNode change) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri(address(resource) + subresource)
                .method("PATCH", TYPE, change.toString())
                .build();
        HttpResponse<byte[]> response = answer(request);
        String body = response.body() == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
        if (!response.isSuccessful()) {
            throw new KubernetesClientException(status(response.code(), body));
        }
        return client.getKubernetesSerialization().unmarshal(body, JsonNode.class);
    }

    private HttpResponse<byte[]> answer(HttpRequest request) {
        try {
            return client.getHttpClient().sendAsync(request, byte[].class).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KubernetesClientException("The API server does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("The watcher ends", e);
        }
    }

    private String address(HasMetadata resource) {
        return client.getMasterUrl().toString().replaceAll("/$", "") + "/apis/"
                + HasMetadata.getApiVersion(resource.getClass()) + "/namespaces/"
                + resource.getMetadata().getNamespace() + "/" + HasMetadata.getPlural(resource.getClass()) + "/"
                + resource.getMetadata().getName();
    }

    private Status status(int code, String body) {
        try {
            Status said = client.getKubernetesSerialization().unmarshal(body, Status.class);
            if (said != null && said.getMessage() != null) {
                return said;
            }
        } catch (RuntimeException e) {
            // a proxy in between has words of its own
            return new StatusBuilder().withCode(code).withMessage(body).build();
        }
        return new StatusBuilder().withCode(code).withMessage(body).build();
    }
}
