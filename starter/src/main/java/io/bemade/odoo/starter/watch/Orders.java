package io.bemade.odoo.starter.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bemade.odoo.crds.Approval;
import io.bemade.odoo.crds.CopyStrategy;
import io.bemade.odoo.crds.ExistingDatabase;
import io.bemade.odoo.crds.IfBusy;
import io.bemade.odoo.crds.InitialSource;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.crds.OdooInstanceReload;
import io.bemade.odoo.crds.OdooInstanceReloadSpec;
import io.bemade.odoo.crds.OdooInstanceRestore;
import io.bemade.odoo.crds.OdooInstanceRestoreSpec;
import io.bemade.odoo.crds.OdooInstanceRollback;
import io.bemade.odoo.crds.OdooInstanceSpec;
import io.bemade.odoo.crds.RestoreSource;
import io.bemade.odoo.crds.S3Source;
import io.bemade.odoo.starter.temporal.Order;
import io.bemade.odoo.workflows.model.InstanceRef;
import io.bemade.odoo.workflows.model.Json;
import io.bemade.odoo.workflows.reload.Reload;
import io.bemade.odoo.workflows.removal.InstanceRemoval;
import io.bemade.odoo.workflows.restore.Restore;
import io.bemade.odoo.workflows.restore.RestoreRequest;
import io.bemade.odoo.workflows.rollback.Rollback;
import io.bemade.odoo.workflows.rollback.RollbackRequest;
import io.bemade.odoo.workflows.staging.StagingClone;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which workflow a custom resource asks for: its type, its id and its one JSON object, the same for every watcher at every
 * time. A request that the workflow would refuse is refused here, by the workflow's own sentence.
 */
final class Orders {
    /** Temporal counts a delay in nanoseconds; a slip of the year is noticed long before that overflows. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(3653);

    private final Instant now;

    /** @param now what is after it is delayed until then */
    Orders(Instant now) {
        this.now = now;
    }

    /** @throws Refusal when the resource asks for what cannot be done */
    Order of(OdooInstanceRestore resource) {
        OdooInstanceRestoreSpec spec = resource.getSpec();
        InstanceRef target = instance(resource, spec.targetInstance());
        ObjectNode request = request(target);
        request.set("source", source(resource, spec.source()));
        text(request, "retention", spec.retention());
        time(request, spec.scheduledTime());
        if (spec.backupFirst()) {
            request.put("backupFirst", true);
        }
        if (spec.approval() == Approval.MANUAL) {
            request.put("approval", "manual");
        }
        if (spec.allowMissingAttachments()) {
            request.put("allowMissingAttachments", true);
        }
        if (!spec.checkContent()) {
            request.put("checkContent", false);
        }
        if (spec.ifBusy() == IfBusy.FAIL) {
            request.put("ifBusy", "fail");
        }
        checked(request, RestoreRequest.class);
        return order(Restore.TYPE, target, resource, request, spec.scheduledTime(), "Restore " + target);
    }

    /** @throws Refusal when the resource asks for what cannot be done */
    Order of(OdooInstanceReload resource) {
        OdooInstanceReloadSpec spec = resource.getSpec();
        InstanceRef target = instance(resource, spec.stagingInstance());
        ObjectNode request = request(target);
        Instant at = spec.scheduledTime();
        time(request, at);
        copy(request, spec.strategy(), spec.allowFreeze());
        return order(Reload.TYPE, target, resource, request, at, "Reload " + target);
    }

    /** @throws Refusal when the resource asks for what cannot be done */
    Order of(OdooInstanceRollback resource) {
        InstanceRef target = instance(resource, resource.getSpec().targetInstance());
        ObjectNode request = request(target);
        text(request, "toDatabase", resource.getSpec().toDatabase());
        checked(request, RollbackRequest.class);
        return order(Rollback.TYPE, target, resource, request, null, "Roll " + target + " back");
    }

    /**
     * What fills a new instance; empty when it begins with what it has.
     *
     * @throws Refusal when the resource asks for what cannot be done
     */
    Optional<Order> initial(OdooInstance resource) {
        InstanceRef target = instance(resource, resource.getMetadata().getName());
        OdooInstanceSpec.StagingConfig staging = resource.getSpec().database().stagingConfig();
        if (staging != null) {
            ObjectNode request = firstRequest(target);
            copy(request, staging.strategy(), staging.allowFreeze());
            return Optional.of(
                    order(StagingClone.TYPE, target, resource, request, null, "Fill " + target + " from production"));
        }
        InitialSource source = resource.getSpec().initialSource();
        if (source == null) {
            return Optional.empty();
        }
        ObjectNode request = firstRequest(target);
        request.set("source", source(source));
        checked(request, RestoreRequest.class);
        return Optional.of(order(Restore.TYPE, target, resource, request, null, "Fill " + target));
    }

    /** Whatever the status says: an instance that uses a database is not filled over. */
    private static ObjectNode firstRequest(InstanceRef target) {
        return request(target).put("ifUnused", true);
    }

    /** What takes the data of a deleted instance away; never of a production. */
    Order removal(OdooInstance resource) {
        InstanceRef target = instance(resource, resource.getMetadata().getName());
        return order(InstanceRemoval.TYPE, target, resource, request(target), null, "Remove the data of " + target);
    }

    private Order order(
            String type,
            InstanceRef target,
            HasMetadata asker,
            ObjectNode request,
            @Nullable Instant scheduledTime,
            String summary) {
        return new Order(type, target, asker.getMetadata().getUid(), request, delay(scheduledTime), summary);
    }

    private Duration delay(@Nullable Instant scheduledTime) {
        Duration delay = scheduledTime == null ? Duration.ZERO : Duration.between(now, scheduledTime);
        if (delay.compareTo(LONGEST_DELAY) > 0) {
            throw new Refusal("scheduledTime " + scheduledTime + " is more than ten years away: give an earlier one");
        }
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    private static InstanceRef instance(HasMetadata resource, String name) {
        try {
            return new InstanceRef(resource.getMetadata().getNamespace(), name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private static ObjectNode request(InstanceRef target) {
        return Json.mapper().createObjectNode().put("instance", target.toString());
    }

    private static ObjectNode source(HasMetadata resource, RestoreSource source) {
        return switch (source.type()) {
            case S3 -> s3(present(source.s3(), "source.s3"));
            case EXISTING_DATABASE -> existing(present(source.existingDatabase(), "source.existingDatabase"));
            case INSTANCE -> {
                String name = present(source.instance(), "source.instance").name();
                yield typed("instance").put("instance", instance(resource, name).toString());
            }
        };
    }

    private static ObjectNode source(InitialSource source) {
        return switch (source.type()) {
            case S3 -> s3(present(source.s3(), "initialSource.s3"));
            case EXISTING_DATABASE -> existing(present(source.existingDatabase(), "initialSource.existingDatabase"));
        };
    }

    private static ObjectNode s3(S3Source s3) {
        ObjectNode source = typed("s3").put("bucket", s3.bucketName()).put("key", s3.objectKey());
        text(source, "region", s3.region());
        text(source, "endpoint", s3.endpoint());
        if (s3.pathStyle() != null) {
            source.put("pathStyle", s3.pathStyle());
        }
        text(source, "secretRef", s3.secretRef() == null ? null : s3.secretRef().name());
        text(
                source,
                "caSecretRef",
                s3.caSecretRef() == null ? null : s3.caSecretRef().name());
        return source;
    }

    private static ObjectNode existing(ExistingDatabase database) {
        return typed("existingDatabase")
                .put("name", database.name())
                .put("host", database.host())
                .put("port", database.port())
                .put("secretRef", database.secretRef().name());
    }

    private static ObjectNode typed(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }

    private static void text(ObjectNode object, String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
    }

    private static void time(ObjectNode request, @Nullable Instant scheduledTime) {
        text(request, "scheduledTime", scheduledTime == null ? null : scheduledTime.toString());
    }

    private static void copy(ObjectNode request, CopyStrategy strategy, boolean allowFreeze) {
        switch (strategy) {
            case TEMPLATE -> request.put("strategy", "template");
            case ONLINE -> request.put("strategy", "online");
            case AUTO -> {
                // As without a word.
            }
        }
        if (allowFreeze) {
            request.put("allowFreeze", true);
        }
    }

    /** The API server's rules see to it; who looks at a resource that is older than the rules gets a sentence. */
    private static <T> T present(@Nullable T value, String field) {
        if (value == null) {
            throw new Refusal(field + " is missing");
        }
        return value;
    }

    private static void checked(ObjectNode request, Class<?> type) {
        try {
            Json.mapper().treeToValue(request, type);
        } catch (JsonProcessingException e) {
            throw new Refusal("The request was refused: " + Json.sentence(e), e);
        }
    }
}
