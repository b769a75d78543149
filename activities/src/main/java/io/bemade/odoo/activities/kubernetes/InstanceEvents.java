package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.activities.kubernetes.KubernetesFailures.Call;
import io.bemade.odoo.crds.OdooInstance;
import io.bemade.odoo.workflows.activity.InstanceActivities.Announcement;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Events on the custom resource, as {@code kubectl describe} shows them. The same announcement is one event. */
final class InstanceEvents {
    private static final int LONGEST = 1024;
    private static final String COMPONENT = "odoo-orchestrator";

    private final KubernetesClient client;

    InstanceEvents(KubernetesClient client) {
        this.client = client;
    }

    void announce(OdooInstance resource, Announcement announcement) {
        Event event = event(resource, announcement);
        String namespace = event.getMetadata().getNamespace();
        Call call = new Call("create", "events", namespace, event.getMetadata().getName());
        KubernetesFailures.attempt(call, () -> {
            try {
                return client.v1()
                        .events()
                        .inNamespace(namespace)
                        .resource(event)
                        .create();
            } catch (KubernetesClientException e) {
                if (e.getCode() == KubernetesFailures.CONFLICT) {
                    return event;
                }
                throw e;
            }
        });
    }

    private static Event event(OdooInstance resource, Announcement announcement) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName() + "." + identity(announcement))
                .addToAnnotations("bemade.io/operation", announcement.operation())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid())
                .endInvolvedObject()
                .withType(announcement.good() ? "Normal" : "Warning")
                .withReason(announcement.good() ? "Operation" : "OperationFailed")
                .withMessage(message(announcement))
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withReportingComponent(COMPONENT)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
    }

    private static String message(Announcement announcement) {
        String message = announcement.message() + " (" + announcement.operation() + ")";
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST - 1) + "…";
    }

    private static UUID identity(Announcement announcement) {
        return UUID.nameUUIDFromBytes(
                (announcement.operation() + "\n" + announcement.good() + "\n" + announcement.message())
                        .getBytes(StandardCharsets.UTF_8));
    }
}
