package io.bemade.odoo.starter.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All resources of one kind in one namespace, or in all, as they are now. A list or watch that is refused or lost is made
 * again, after a pause that grows.
 */
final class Sight implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sight.class);

    /** Objects of one answer, so that a list of thousands is never in memory as text. */
    private static final long PAGE = 500;

    private final Kind kind;
    private final Optional<String> namespace;
    private final WatcherMetrics metrics;
    private final SharedIndexInformer<? extends HasMetadata> informer;
    private volatile String trouble = "";

    private Sight(Kind kind, Optional<String> namespace, WatcherMetrics metrics, KubernetesClient client) {
        this.kind = kind;
        this.namespace = namespace;
        this.metrics = metrics;
        this.informer = informer(client, kind.type(), namespace);
    }

    /** Begins to look; what comes, changes and goes is told by the two consumers. */
    static Sight open(
            KubernetesClient client,
            Kind kind,
            Optional<String> namespace,
            WatcherMetrics metrics,
            Consumer<HasMetadata> there,
            Consumer<HasMetadata> gone) {
        Sight sight = new Sight(kind, namespace, metrics, client);
        sight.begin(there, gone);
        return sight;
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> informer(
            KubernetesClient client, Class<T> type, Optional<String> namespace) {
        SharedIndexInformer<T> informer = namespace
                .map(name -> client.resources(type).inNamespace(name).withLimit(PAGE))
                .orElseGet(() -> client.resources(type).inAnyNamespace().withLimit(PAGE))
                .runnableInformer(0);
        return informer.removeNamespaceIndex().itemStore(new Lean<>());
    }

    private void begin(Consumer<HasMetadata> there, Consumer<HasMetadata> gone) {
        informer.exceptionHandler((started, thrown) -> {
            trouble = ApiFailures.sentence((informer.hasSynced() ? "watch " : "list ") + this, thrown);
            LOG.warn("{}; it is tried again", trouble);
            metrics.lost(kind);
            return true;
        });
        informer.addEventHandler(new ResourceEventHandler<HasMetadata>() {
            @Override
            public void onAdd(HasMetadata resource) {
                there.accept(resource);
            }

            @Override
            public void onUpdate(HasMetadata before, HasMetadata now) {
                there.accept(now);
            }

            @Override
            public void onDelete(HasMetadata resource, boolean unknownLastState) {
                gone.accept(resource);
            }
        });
        informer.start().whenComplete((nothing, thrown) -> {
            if (thrown != null) {
                LOG.error("The watch over {} has ended: restart the watcher", this, thrown);
            }
        });
    }

    /** Why nothing is seen; empty when all is. */
    String blind() {
        if (informer.hasSynced() && informer.isWatching()) {
            trouble = "";
            return "";
        }
        String reason = trouble;
        return reason.isEmpty() ? "The watch over " + this + " has not begun" : reason;
    }

    boolean covers(ResourceKey key) {
        return kind == key.kind()
                && namespace.filter(name -> !name.equals(key.namespace())).isEmpty();
    }

    Optional<HasMetadata> find(ResourceKey key) {
        HasMetadata found = informer.getStore().getByKey(Cache.namespaceKeyFunc(key.namespace(), key.name()));
        return Optional.ofNullable(found).filter(there -> ResourceKey.of(there).equals(key));
    }

    Stream<HasMetadata> all() {
        return informer.getStore().list().stream().map(HasMetadata.class::cast);
    }

    int size() {
        return informer.getStore().listKeys().size();
    }

    @Override
    public void close() {
        informer.stop();
    }

    @Override
    public String toString() {
        return kind.plural() + namespace.map(name -> " in namespace " + name).orElse(" in all namespaces");
    }

    /** Without the record of who set which field, which is half of every object and read by nobody here. */
    private static final class Lean<T extends HasMetadata> extends BasicItemStore<T> {
        Lean() {
            super(Cache::metaNamespaceKeyFunc);
        }

        @Override
        public T put(String key, T resource) {
            resource.getMetadata().setManagedFields(null);
            return super.put(key, resource);
        }
    }
}
