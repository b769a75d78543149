package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OperationStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees custom resources come, change and go, and has each looked at by one thread at a time. */
final class Watcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final OperationReaction operations;
    private final InstanceReaction instances;
    private final WatcherMetrics metrics;
    private final WorkQueue<ResourceKey> queue;
    private final List<Sight> sights = new ArrayList<>();
    private final Map<ResourceKey, HasMetadata> gone = new ConcurrentHashMap<>();
    private final Set<ResourceKey> due = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "watcher-resync");
        thread.setDaemon(true);
        return thread;
    });

    Watcher(Engine engine, Cluster cluster, WatcherMetrics metrics, int concurrency) {
        this.operations = new OperationReaction(engine, cluster, Clock.systemUTC(), metrics);
        this.instances = new InstanceReaction(engine, cluster, Clock.systemUTC(), metrics);
        this.metrics = metrics;
        this.queue = new WorkQueue<>(concurrency, this::look, this::tell);
    }

    /** Begins to look, at every resource that is there and at what follows. */
    @SuppressWarnings("FutureReturnValueIgnored") // resync catches what it meets
    void open(KubernetesClient client, WatcherConfiguration configuration) {
        List<Optional<String>> places = configuration.namespaces().isEmpty()
                ? List.of(Optional.empty())
                : configuration.namespaces().stream().map(Optional::of).toList();
        for (Kind kind : Kind.values()) {
            for (Optional<String> place : places) {
                sights.add(Sight.open(client, kind, place, metrics, this::there, this::gone));
            }
        }
        metrics.gauge(
                "odoo_watcher_resources",
                "Custom resources that are seen.",
                () -> sights.stream().mapToInt(Sight::size).sum());
        metrics.gauge("odoo_watcher_queue", "Custom resources that wait to be looked at.", queue::waiting);
        metrics.gauge(
                "odoo_watcher_blind",
                "Lists and watches that are not there.",
                () -> sights.stream().filter(sight -> !sight.blind().isEmpty()).count());
        Duration resync = configuration.resync();
        clockwork.scheduleWithFixedDelay(this::resync, resync.toMillis(), resync.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why not everything is seen; empty when it is. */
    String blind() {
        return sights.stream()
                .map(Sight::blind)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void there(HasMetadata resource) {
        queue.add(ResourceKey.of(resource));
    }

    private void gone(HasMetadata resource) {
        ResourceKey key = ResourceKey.of(resource);
        gone.put(key, resource);
        queue.add(key);
    }

    /** Of what is open only: the rest costs nothing. */
    private void resync() {
        try {
            sights.stream()
                    .flatMap(Sight::all)
                    .filter(Watcher::open)
                    .map(ResourceKey::of)
                    .peek(due::add)
                    .forEach(queue::addIfIdle);
        } catch (RuntimeException e) {
            LOG.error("The open resources could not be gone through; it is tried again", e);
        }
    }

    private static boolean open(HasMetadata resource) {
        return resource instanceof OdooInstance instance
                ? InstanceReaction.open(instance)
                : OperationReaction.open(operation(resource));
    }

    private void look(ResourceKey key) {
        boolean isDue = due.remove(key);
        boolean looked = false;
        try {
            HasMetadata lost = gone.get(key);
            if (lost != null) {
                reactToGone(lost);
                gone.remove(key, lost);
            } else {
                sights.stream()
                        .filter(sight -> sight.covers(key))
                        .flatMap(sight -> sight.find(key).stream())
                        .findFirst()
                        .ifPresent(resource -> react(resource, isDue));
            }
            looked = true;
        } catch (Cluster.Stale | Cluster.Gone e) {
            LOG.debug("{} has changed meanwhile: its news will be looked at", key, e);
        } finally {
            if (isDue && !looked) {
                due.add(key); // else the next look would take it for news only
            }
        }
    }

    /** What an operation says of itself, again and again, is no reason to ask Temporal how it is: time is. */
    private void react(HasMetadata resource, boolean isDue) {
        if (resource instanceof OdooInstance instance) {
            instances.to(instance);
        } else if (isDue || !OperationReaction.atWork(operation(resource))) {
            operations.to(operation(resource));
        }
    }

    private void reactToGone(HasMetadata resource) {
        if (resource instanceof OdooInstance instance) {
            instances.toGone(instance);
        } else {
            operations.toGone(operation(resource));
        }
    }

    @SuppressWarnings("unchecked") // every kind but the instance has this status
    private static CustomResource<?, OperationStatus> operation(HasMetadata resource) {
        return (CustomResource<?, OperationStatus>) resource;
    }

    private void tell(ResourceKey key, RuntimeException thrown, Duration pause) {
        metrics.failed(key.kind());
        LOG.warn("{}: {}; it is tried again in {} ms", key, reason(thrown), pause.toMillis());
        LOG.debug("{}", key, thrown);
    }

    /** Our sentences say all; of anything else, its kind matters. */
    private static String reason(RuntimeException thrown) {
        return thrown instanceof IllegalStateException ? String.valueOf(thrown.getMessage()) : thrown.toString();
    }

    /** Sees nothing any more, and ends what is under way. */
    @Override
    public void close() {
        clockwork.shutdownNow();
        sights.forEach(Sight::close);
        queue.close();
    }
}
