package io.bemade.odoo.starter.watch;

import io.bemade.odoo.crds.InstanceType;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OperationPhase;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.crds.projection.InstanceProjection;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.crds.projection.StatusProjection;
import io.bemade.odoo.starter.temporal.Order;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from an instance: a new one is filled, once. That it was asked for is noted on the instance itself, where a
 * lost status does not matter: an instance is never filled over by itself.
 */
final class InstanceReaction {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceReaction.class);

    private final Engine engine;
    private final Cluster cluster;
    private final Clock clock;
    private final WatcherMetrics metrics;

    InstanceReaction(Engine engine, Cluster cluster, Clock clock, WatcherMetrics metrics) {
        this.engine = engine;
        this.cluster = cluster;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The instance is there. */
    void to(OdooInstance instance) {
        Optional<String> asked = asked(instance);
        if (instance.isMarkedForDeletion()) {
            letGo(instance);
        } else if (endedUntold(instance)) {
            LOG.info("{}: its operation has ended, and now its status says so", ResourceKey.of(instance));
        } else if (filled(instance)) {
            holdOrRelease(instance);
        } else if (asked.isPresent()) {
            follow(instance, asked.get());
        } else {
            fill(instance);
        }
    }

    /** The instance is gone: it was forced, or its finalizer was taken away by hand. */
    void toGone(OdooInstance instance) {
        if (!filled(instance)) {
            cancel(instance);
        }
    }

    /** True while time alone may bring something new. */
    static boolean open(OdooInstance instance) {
        boolean wants = instance.getSpec().initialSource() != null
                || instance.getSpec().database().stagingConfig() != null;
        boolean settled = filled(instance) || (asked(instance).isPresent() && ended(instance));
        boolean held = settled && removable(instance);
        return claimed(instance) != held
                || instance.isMarkedForDeletion()
                || (wants && !settled)
                || shown(instance).isPresent();
    }

    /** The operation that the status shows at work. */
    private static Optional<OdooInstanceStatus.Operation> shown(OdooInstance instance) {
        return Optional.ofNullable(instance.getStatus())
                .map(OdooInstanceStatus::operation)
                .filter(operation -> !StatusProjection.ended(operation.phase()));
    }

    /** It has data: ours, or some that it had before it was adopted. */
    static boolean filled(OdooInstance instance) {
        OdooInstanceStatus status = instance.getStatus();
        boolean complete = status != null
                && status.database() != null
                && Boolean.TRUE.equals(status.database().initialRestorationComplete());
        return complete
                || (status != null
                        && status.storage() != null
                        && status.storage().current() != null);
    }

    private static Optional<String> asked(OdooInstance instance) {
        return Optional.ofNullable(instance.getMetadata().getAnnotations()).orElse(Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().equals(Cluster.INITIAL_OPERATION))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static boolean ended(OdooInstance instance) {
        return instance.getStatus() != null
                && instance.getStatus().database() != null
                && StatusProjection.ended(instance.getStatus().database().restoreStatus());
    }

    private static boolean claimed(OdooInstance instance) {
        return instance.getFinalizers().contains(Cluster.FINALIZER);
    }

    private void fill(OdooInstance instance) {
        Optional<Order> wanted;
        Optional<String> obstacle;
        try {
            wanted = new Orders(clock.instant()).initial(instance);
            refuseForeignProduction(instance);
            obstacle = obstacle(instance);
        } catch (Refusal refusal) {
            sayOnce(instance, projection("").refused(null, refusal.sentence(), clock.instant()));
            return;
        }
        if (wanted.isEmpty()) {
            return;
        }
        if (obstacle.isPresent()) {
            sayOnce(instance, pending(obstacle.get()));
            return;
        }
        begin(instance, wanted.get());
    }

    private void begin(OdooInstance instance, Order order) {
        String version = claimed(instance) ? version(instance) : cluster.claim(instance);
        try {
            engine.start(order, asker(instance));
        } catch (Refusal refusal) {
            OperationStatus refused = projection("").refused(null, refusal.sentence(), clock.instant());
            cluster.say(instance, version, refused, false);
            return;
        }
        metrics.started(order.type());
        try {
            version = cluster.noteInitialOperation(instance, version, order.workflowId());
            cluster.say(
                    instance,
                    version,
                    projection(order.workflowId()).accepted(null, Optional.empty(), clock.instant()),
                    false);
        } catch (Cluster.Gone gone) {
            cancel(instance);
        }
    }

    /** Until it has ended, and its end has been told. */
    private void follow(OdooInstance instance, String workflowId) {
        if (!workflowId.endsWith("/" + instance.getMetadata().getUid())) {
            String why =
                    "Not filled by itself, for the annotation " + Cluster.INITIAL_OPERATION + " says that " + workflowId
                            + " was asked to: take the annotation away, or make an OdooInstanceRestore or OdooInstanceReload";
            sayOnce(instance, projection("").refused(null, why, clock.instant()));
        } else if (toldBy(instance, workflowId) && ended(instance)) {
            holdOrRelease(instance);
        } else {
            engine.end(workflowId).ifPresent(end -> {
                if (toldBy(instance, workflowId)) {
                    sayHowItEnded(instance, workflowId, end);
                } else {
                    holdOrRelease(instance);
                }
            });
        }
    }

    /** No other operation has worked on the instance since. */
    private static boolean toldBy(OdooInstance instance, String workflowId) {
        return instance.getStatus() == null
                || instance.getStatus().operation() == null
                || instance.getStatus().operation().workflowId().equals(workflowId);
    }

    private void sayHowItEnded(OdooInstance instance, String workflowId, Engine.End end) {
        boolean complete = end.phase() == OperationPhase.COMPLETED;
        String message = complete ? end.message() : InstanceProjection.askAgain(instance, end.message());
        cluster.say(
                instance,
                version(instance),
                projection(workflowId).ended(null, end.phase(), message, clock.instant()),
                complete);
    }

    /**
     * An operation that was terminated, or could not write its last word, is shown at work for ever: true once that is put
     * right. How the first filling ended is told with what follows from it.
     */
    private boolean endedUntold(OdooInstance instance) {
        Optional<OdooInstanceStatus.Operation> shown = shown(instance)
                .filter(operation -> filled(instance) || !asked(instance).equals(Optional.of(operation.workflowId())));
        Optional<Engine.End> end = shown.flatMap(operation -> engine.end(operation.workflowId()));
        end.ifPresent(how -> tell(instance, shown.orElseThrow(), how));
        return end.isPresent();
    }

    private void tell(OdooInstance instance, OdooInstanceStatus.Operation shown, Engine.End end) {
        OperationStatus before = new OperationStatus(
                shown.phase(), null, shown.since(), null, null, shown.workflowId(), shown.percent(), List.of());
        OperationStatus last =
                projection(shown.workflowId()).ended(before, end.phase(), end.message(), clock.instant());
        boolean fills = Optional.ofNullable(instance.getStatus())
                .map(OdooInstanceStatus::database)
                .filter(said -> said.restoreStatus() == shown.phase())
                .isPresent();
        if (fills) {
            cluster.say(instance, version(instance), last, end.phase() == OperationPhase.COMPLETED);
        } else {
            cluster.sayOfOperation(instance, version(instance), last);
        }
    }

    private void refuseForeignProduction(OdooInstance instance) {
        if (instance.getSpec().database().stagingConfig() == null) {
            return;
        }
        ProductionOf.of(instance).refusal(cluster).ifPresent(why -> {
            throw new Refusal(why);
        });
    }

    /** A production that is being filled itself would be copied empty. */
    private Optional<String> obstacle(OdooInstance instance) {
        if (instance.getSpec().database().stagingConfig() == null) {
            return Optional.empty();
        }
        ProductionOf production = ProductionOf.of(instance);
        return production
                .read(cluster)
                .map(found -> found.getSpec().initialSource() == null || filled(found)
                        ? Optional.<String>empty()
                        : Optional.of("Waits until " + production + " has its first data"))
                .orElseGet(() -> Optional.of("Waits for " + production + ", which does not exist"));
    }

    private void letGo(OdooInstance instance) {
        if (!claimed(instance)) {
            return;
        }
        if (!filled(instance)) {
            Deletion.cancelOrForce(instance, () -> cancel(instance));
        }
        if (!removable(instance) || Deletion.forced(instance) || removed(instance)) {
            release(instance);
        }
    }

    /** Its data go with it: pairs of a production never do. */
    private static boolean removable(OdooInstance instance) {
        return instance.getSpec().instanceType() != InstanceType.PRODUCTION;
    }

    /** True once its removal has ended, well or not: a deletion does not hang on it. */
    private boolean removed(OdooInstance instance) {
        Order removal = new Orders(clock.instant()).removal(instance);
        engine.start(removal, asker(instance));
        Optional<Engine.End> end = engine.end(removal.workflowId());
        end.filter(how -> how.phase() != OperationPhase.COMPLETED)
                .ifPresent(how -> LOG.warn(
                        "{} is deleted, and not all of its data: {} ({})",
                        ResourceKey.of(instance),
                        how.message(),
                        removal.workflowId()));
        return end.isPresent();
    }

    /** What holds data that go with it is not deleted behind our back. */
    private void holdOrRelease(OdooInstance instance) {
        if (!removable(instance)) {
            release(instance);
        } else if (!claimed(instance)) {
            cluster.claim(instance);
        }
    }

    private void release(OdooInstance instance) {
        if (claimed(instance)) {
            cluster.release(instance);
        }
    }

    private void cancel(OdooInstance instance) {
        for (String workflowId : workflowIds(instance)) {
            engine.cancel(workflowId, asker(instance) + " was deleted");
        }
        metrics.cancelled(Kind.INSTANCE);
    }

    private static List<String> workflowIds(OdooInstance instance) {
        try {
            return new Orders(Instant.MAX)
                    .initial(instance).map(Order::workflowId).stream().toList();
        } catch (Refusal refused) {
            return List.of();
        }
    }

    private void sayOnce(OdooInstance instance, OperationStatus status) {
        OdooInstanceStatus.@Nullable Database said =
                instance.getStatus() == null ? null : instance.getStatus().database();
        if (said == null
                || said.restoreStatus() != status.phase()
                || !Objects.equals(said.restoreMessage(), status.message())) {
            cluster.say(instance, version(instance), status, false);
            if (status.phase() == OperationPhase.FAILED) {
                metrics.refused(Kind.INSTANCE);
            }
        }
    }

    private OperationStatus pending(String why) {
        OperationStatus waiting = projection("").waiting(null, why, clock.instant());
        return new OperationStatus(waiting.phase(), why, null, null, null, null, 0, List.of());
    }

    private static String version(OdooInstance instance) {
        return instance.getMetadata().getResourceVersion();
    }

    private static ResourceRef asker(OdooInstance instance) {
        return new ResourceRef(
                instance.getKind(),
                instance.getMetadata().getNamespace(),
                instance.getMetadata().getName(),
                instance.getMetadata().getUid());
    }

    private static StatusProjection projection(String workflowId) {
        return new StatusProjection(workflowId, 0);
    }
}
