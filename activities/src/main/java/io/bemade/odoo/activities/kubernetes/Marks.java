package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;

/** Our annotations on a Deployment: what must outlive us. */
record Marks(Deployment deployment) {
    /** The lock ticket that counts. */
    static final String TICKET = "bemade.io/ticket";

    /** How many replicas there were before it was stopped. */
    static final String REPLICAS = "bemade.io/replicas";

    Optional<String> get(String key) {
        Map<String, String> annotations = deployment.getMetadata().getAnnotations();
        return annotations == null ? Optional.empty() : Optional.ofNullable(annotations.get(key));
    }

    /** 0 when it is not there. */
    long number(String key) {
        String text = get(key).orElse("0");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new OrchestratorException(
                    ErrorCode.INVALID_REQUEST,
                    "annotation " + key + " of deployment "
                            + deployment.getMetadata().getName() + " in namespace "
                            + deployment.getMetadata().getNamespace() + " is not a number (" + text + "): delete it",
                    e);
        }
    }

    Deployment with(String key, Object value) {
        return new DeploymentBuilder(deployment)
                .editMetadata()
                .addToAnnotations(key, value.toString())
                .endMetadata()
                .build();
    }

    Deployment without(String key) {
        return new DeploymentBuilder(deployment)
                .editMetadata()
                .removeFromAnnotations(key)
                .endMetadata()
                .build();
    }
}
