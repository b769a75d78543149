package io.bemade.odoo.activities.s3;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** An HTTP client whose requests are known to their {@link Call}. */
final class EndableHttp implements SdkHttpClient.Builder<EndableHttp> {
    private final SdkHttpClient.Builder<?> builder;

    EndableHttp(SdkHttpClient.Builder<?> builder) {
        this.builder = builder;
    }

    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
        return new Client(builder.buildWithDefaults(defaults));
    }

    private record Client(SdkHttpClient client) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            ExecutableHttpRequest prepared = client.prepareRequest(request);
            Call.sending(prepared);
            return prepared;
        }

        @Override
        public String clientName() {
            return client.clientName();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
