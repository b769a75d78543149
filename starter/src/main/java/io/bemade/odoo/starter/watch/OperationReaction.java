package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.OdooInstanceReload;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.crds.OdooInstanceRollback;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.crds.projection.StatusProjection;
import io.bemade.odoo.starter.temporal.Order;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from a restore, reload or rollback that is there, or that is to go. */
final class OperationReaction {
    private final Engine engine;
    private final Cluster cluster;
    private final Clock clock;
    private final WatcherMetrics metrics;

    OperationReaction(Engine engine, Cluster cluster, Clock clock, WatcherMetrics metrics) {
        this.engine = engine;
        this.cluster = cluster;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The resource is there. */
    void to(CustomResource<?, OperationStatus> resource) {
        OperationStatus status = resource.getStatus();
        if (resource.isMarkedForDeletion()) {
            letGo(resource);
        } else if (ended(status)) {
            release(resource);
        } else if (status != null && status.workflowId() != null) {
            sayHowItEnded(resource, status, status.workflowId());
        } else {
            begin(resource, status);
        }
    }

    /** The resource is gone: it was forced, or its finalizer was taken away by hand. */
    void toGone(CustomResource<?, OperationStatus> resource) {
        if (!ended(resource.getStatus())) {
            cancel(resource);
        }
    }

    /** True while time alone may bring something new. */
    static boolean open(CustomResource<?, OperationStatus> resource) {
        return !ended(resource.getStatus()) || claimed(resource);
    }

    /** It was started and goes on, as far as is known: whatever changes now, the operation itself has written. */
    static boolean atWork(CustomResource<?, OperationStatus> resource) {
        OperationStatus status = resource.getStatus();
        return status != null && status.workflowId() != null && !ended(status) && !resource.isMarkedForDeletion();
    }

    private static boolean ended(@Nullable OperationStatus status) {
        return status != null && StatusProjection.ended(status.phase());
    }

    private static boolean claimed(HasMetadata resource) {
        return resource.getMetadata().getFinalizers() != null
                && resource.getMetadata().getFinalizers().contains(Cluster.FINALIZER);
    }

    private void begin(CustomResource<?, OperationStatus> resource, @Nullable OperationStatus status) {
        Instant now = clock.instant();
        Order order;
        try {
            order = order(resource, now);
        } catch (Refusal refusal) {
            refuse(resource, status, refusal);
            return;
        }
        String version = claimed(resource) ? resource.getMetadata().getResourceVersion() : cluster.claim(resource);
        try {
            engine.start(order, asker(resource));
        } catch (Refusal refusal) {
            refuse(resource, version, status, refusal);
            return;
        }
        metrics.started(order.type());
        Optional<Instant> time = Optional.of(now.plus(order.delay())).filter(now::isBefore);
        try {
            cluster.say(
                    resource, version, projection(resource, order.workflowId()).accepted(status, time, now));
        } catch (Cluster.Gone gone) {
            cancel(resource);
        }
    }

    private void refuse(
            CustomResource<?, OperationStatus> resource, @Nullable OperationStatus status, Refusal refusal) {
        refuse(resource, resource.getMetadata().getResourceVersion(), status, refusal);
    }

    private void refuse(
            CustomResource<?, OperationStatus> resource,
            String version,
            @Nullable OperationStatus status,
            Refusal refusal) {
        metrics.refused(Kind.of(resource));
        cluster.say(resource, version, projection(resource, "").refused(status, refusal.sentence(), clock.instant()));
    }

    private void sayHowItEnded(CustomResource<?, OperationStatus> resource, OperationStatus status, String workflowId) {
        engine.end(workflowId).ifPresent(end -> {
            OperationStatus last =
                    projection(resource, workflowId).ended(status, end.phase(), end.message(), clock.instant());
            cluster.say(resource, resource.getMetadata().getResourceVersion(), last);
        });
    }

    private void letGo(CustomResource<?, OperationStatus> resource) {
        if (!claimed(resource)) {
            return;
        }
        if (!ended(resource.getStatus())) {
            Deletion.cancelOrForce(resource, () -> cancel(resource));
        }
        release(resource);
    }

    private void release(CustomResource<?, OperationStatus> resource) {
        if (claimed(resource)) {
            cluster.release(resource);
        }
    }

    private void cancel(CustomResource<?, OperationStatus> resource) {
        engine.cancel(workflowId(resource), asker(resource) + " was deleted");
        metrics.cancelled(Kind.of(resource));
    }

    /** The id alone is wanted, so nothing may be refused. */
    private static String workflowId(CustomResource<?, OperationStatus> resource) {
        OperationStatus status = resource.getStatus();
        if (status != null && status.workflowId() != null) {
            return status.workflowId();
        }
        try {
            return order(resource, Instant.MAX).workflowId();
        } catch (Refusal refused) {
            return "none/" + resource.getMetadata().getUid();
        }
    }

    private static Order order(HasMetadata resource, Instant now) {
        Orders orders = new Orders(now);
        return switch (Kind.of(resource)) {
            case RESTORE -> orders.of((OdooInstanceRestore) resource);
            case RELOAD -> orders.of((OdooInstanceReload) resource);
            case ROLLBACK -> orders.of((OdooInstanceRollback) resource);
            case INSTANCE -> throw new IllegalArgumentException("an instance is no operation");
        };
    }

    private static ResourceRef asker(HasMetadata resource) {
        return new ResourceRef(
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName(),
                resource.getMetadata().getUid());
    }

    private static StatusProjection projection(HasMetadata resource, String workflowId) {
        Long generation = resource.getMetadata().getGeneration();
        return new StatusProjection(workflowId, generation == null ? 0 : generation);
    }
}
