package io.bemade.odoo.starter.watch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/** What Prometheus is told. */
final class WatcherMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    WatcherMetrics() {
        for (Kind kind : Kind.values()) {
            failed(kind, 0);
        }
    }

    String text() {
        return registry.scrape();
    }

    /** Of a start that was asked for; Temporal may have had the operation already. */
    void started(String type) {
        registry.counter("odoo_watcher_starts", "type", type).increment();
    }

    void cancelled(Kind kind) {
        registry.counter("odoo_watcher_cancellations", "resource", kind.plural())
                .increment();
    }

    void refused(Kind kind) {
        registry.counter("odoo_watcher_refusals", "resource", kind.plural()).increment();
    }

    /** Of a look that is repeated. */
    void failed(Kind kind) {
        failed(kind, 1);
    }

    private void failed(Kind kind, int times) {
        registry.counter("odoo_watcher_errors", "resource", kind.plural()).increment(times);
    }

    /** Of a list or watch that was lost; it is made again. */
    void lost(Kind kind) {
        registry.counter("odoo_watcher_lost_watches", "resource", kind.plural()).increment();
    }

    /** Of one request to the API server, a watch counting once. */
    void apiCall() {
        registry.counter("odoo_watcher_api_calls").increment();
    }

    void gauge(String name, String meaning, Supplier<Number> value) {
        Gauge.builder(name, value).description(meaning).strongReference(true).register(registry);
    }
}
