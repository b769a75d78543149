package io.bemade.odoo.activities.kubernetes;

import io.bemade.odoo.crds.projection.ResourceRef;
import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.model.OrchestratorException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which custom resource asked for an operation: the workflow's memo says it, and does not change. */
final class Askers {
    private static final int REMEMBERED = 1000;

    private final WorkflowClient temporal;
    private final Map<String, Optional<ResourceRef>> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<ResourceRef>> eldest) {
            return size() > REMEMBERED;
        }
    });

    Askers(WorkflowClient temporal) {
        this.temporal = temporal;
    }

    /** Absent when somebody else asked, as with {@code odooctl}. */
    Optional<ResourceRef> of(String operation) {
        Optional<ResourceRef> asker = known.get(operation);
        if (asker == null) {
            asker = ask(operation);
            known.put(operation, asker);
        }
        return asker;
    }

    private Optional<ResourceRef> ask(String operation) {
        try {
            WorkflowExecutionDescription described =
                    temporal.newUntypedWorkflowStub(operation).describe();
            return Optional.ofNullable(described.getMemo(ResourceRef.MEMO, ResourceRef.class, ResourceRef.class));
        } catch (WorkflowNotFoundException gone) {
            return Optional.empty();
        } catch (WorkflowServiceException e) {
            throw new OrchestratorException(
                    ErrorCode.UNAVAILABLE, "Temporal does not say now who asked for " + operation, e);
        }
    }
}
