package io.bemade.odoo.e2e;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Somebody who is always a little faster than a client of the API server. */
final class Meddler {
    private Meddler() {}

    /** @param work done before each of the client's requests with this method, {@code PATCH} */
    static KubernetesClient beforeEach(String method, Config config, Runnable work) {
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("meddle", new Interceptor() {
                    @Override
                    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                        if (request.method().equals(method)) {
                            work.run();
                        }
                    }
                }))
                .build();
    }
}
