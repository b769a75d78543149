package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.port.Statuses;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceReload;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.crds.OdooInstanceRollback;
import io.bemade.odoo.crds.OdooInstanceStatus;
import io.bemade.odoo.crds.OperationStatus;
import io.bemade.odoo.crds.projection.InstanceProjection;
import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.crds.projection.StatusProjection;
import io.bemade.odoo.workflows.activity.StatusActivities.Word;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.bemade.odoo.workflows.model.Progress;
import io.bemade.odoo.workflows.operation.Phase;
import io.bemade.odoo.workflows.removal.InstanceRemoval;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of custom resources: of the one that asked for an operation, and of the instance. A resource of the same name
 * that came later is not meant. What the worker's role lacks is said once in the log.
 */
public final class KubernetesStatuses implements Statuses {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesStatuses.class);

    /** Of a worker: whoever waits longer for a status has given up. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Map<String, Class<? extends CustomResource<?, OperationStatus>>> OPERATIONS = Map.of(
            "OdooInstanceRestore", OdooInstanceRestore.class,
            "OdooInstanceReload", OdooInstanceReload.class,
            "OdooInstanceRollback", OdooInstanceRollback.class);

    private final KubernetesClient client;
    private final Askers askers;
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

    /** @param patience with one answer of the API server */
    public KubernetesStatuses(KubernetesClient client, WorkflowClient temporal, Duration patience) {
        this.client = client.newClient(new RequestConfigBuilder()
                        .withRequestTimeout((int) patience.toMillis())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .adapt(KubernetesClient.class);
        this.askers = new Askers(temporal);
    }

    /** The instance first: who waits for the resource that asked looks there afterwards. */
    @Override
    public void show(Word word) {
        Optional<ResourceRef> asker = askers.of(word.operation());
        word.status()
                .instance()
                .ifPresent(name -> instance(
                        name,
                        instance -> InstanceProjection.said(
                                instance,
                                word,
                                asker.filter(resource -> is(instance, resource) && !removes(word))
                                        .isPresent())));
        asker.ifPresent(resource -> operation(
                resource, word.operation(), (projection, before) -> projection.running(before, word.status())));
    }

    /** What an instance itself asks for is its first filling, or its end. */
    private static boolean removes(Word word) {
        return word.status().type().equals(InstanceRemoval.TYPE);
    }

    @Override
    public void show(InstanceRef name, Supplier<Holding> truth) {
        instance(name, instance -> {
            Holding holding = truth.get();
            return InstanceProjection.found(instance, holding.description(), holding.pairs());
        });
    }

    /** A step that moves data has come so far. */
    void show(InstanceRef name, String operation, Phase moving, Progress progress) {
        askers.of(operation)
                .ifPresent(resource -> operation(
                        resource,
                        operation,
                        (projection, before) -> before == null ? null : projection.moving(before, moving, progress)));
        instance(name, instance -> InstanceProjection.moving(instance, operation, moving, progress));
    }

    private void operation(
            ResourceRef asker, String workflowId, BiFunction<StatusProjection, OperationStatus, OperationStatus> edit) {
        Class<? extends CustomResource<?, OperationStatus>> type = OPERATIONS.get(asker.kind());
        if (type != null) {
            operation(type, asker, workflowId, edit);
        }
    }

    private <R extends CustomResource<?, OperationStatus>> void operation(
            Class<R> type,
            ResourceRef asker,
            String workflowId,
            BiFunction<StatusProjection, OperationStatus, OperationStatus> edit) {
        StatusPatch<OperationStatus, R> patch = new StatusPatch<>(client, type, asker.namespace(), asker.name());
        unlessForbidden(() -> patch.change(
                resource -> is(resource, asker),
                resource -> edit.apply(
                        new StatusProjection(workflowId, resource.getMetadata().getGeneration()),
                        resource.getStatus())));
    }

    private void instance(InstanceRef name, Function<OdooInstance, OdooInstanceStatus> edit) {
        StatusPatch<OdooInstanceStatus, OdooInstance> patch =
                new StatusPatch<>(client, OdooInstance.class, name.namespace(), name.name());
        unlessForbidden(() -> patch.change(resource -> true, edit));
    }

    private static boolean is(HasMetadata resource, ResourceRef meant) {
        return resource.getKind().equals(meant.kind())
                && resource.getMetadata().getUid().equals(meant.uid());
    }

    private void unlessForbidden(Runnable write) {
        try {
            write.run();
        } catch (OrchestratorException e) {
            if (e.code() != ErrorCode.ACCESS_DENIED) {
                throw e;
            }
            if (forbidden.add(String.valueOf(e.getMessage()))) {
                LOG.warn("The status of custom resources is not written: {}", e.getMessage());
            }
        }
    }
}
