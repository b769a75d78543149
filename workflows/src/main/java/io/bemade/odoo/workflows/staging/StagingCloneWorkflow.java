package io.bemade.odoo.workflows.staging;

import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import org.jspecify.annotations.Nullable;

/** The story of a staging clone. */
public final class StagingCloneWorkflow extends OperationWorkflow implements StagingClone {
    /** @param searchAttributes whether the server knows our search attributes */
    public StagingCloneWorkflow(boolean searchAttributes) {
        super(TYPE, searchAttributes);
    }

    @Override
    public CloneResult run(@Nullable CloneRequest given) {
        CloneRequest request = Failures.present(given);
        return new CloneStory(operation, request)
                .run(target -> request.retention().orElse(target.retention()));
    }
}
