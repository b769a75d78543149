package io.bemade.odoo.workflows.operation;

import io.bemade.odoo.workflows.model.InstanceRef;
import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.Workflow;

/**
 * What Temporal's own tools show of an operation: current details in the Web UI, and search attributes where the server
 * knows them.
 */
public final class Visibility {
    public static final SearchAttributeKey<String> INSTANCE = SearchAttributeKey.forKeyword("OdooInstance");
    public static final SearchAttributeKey<String> OPERATION = SearchAttributeKey.forKeyword("OdooOperation");
    public static final SearchAttributeKey<String> PHASE = SearchAttributeKey.forKeyword("OdooPhase");

    private final boolean serverKnowsThem;
    private boolean searchable;

    /**
     * @param serverKnowsThem whether the server has our search attributes; an unknown one would stop the workflow. It is
     *     recorded in the history, for a later worker may see it otherwise.
     */
    public Visibility(boolean serverKnowsThem) {
        this.serverKnowsThem = serverKnowsThem;
    }

    void begin(String type, InstanceRef instance) {
        searchable = Workflow.sideEffect(Boolean.class, () -> serverKnowsThem);
        if (searchable) {
            Workflow.upsertTypedSearchAttributes(INSTANCE.valueSet(instance.toString()), OPERATION.valueSet(type));
        }
    }

    void show(Phase phase, String details) {
        Workflow.setCurrentDetails(details);
        if (searchable) {
            Workflow.upsertTypedSearchAttributes(PHASE.valueSet(phase.name()));
        }
    }
}
