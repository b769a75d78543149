package io.bemade.odoo.workflows.reload;

import io.bemade.odoo.workflows.model.ErrorCode;
import io.bemade.odoo.workflows.operation.Failures;
import io.bemade.odoo.workflows.operation.OperationWorkflow;
import io.bemade.odoo.workflows.staging.CloneRequest;
import io.bemade.odoo.workflows.staging.CloneResult;
import io.bemade.odoo.workflows.staging.CloneStory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The story of a reload: a clone that replaces one. */
public final class ReloadWorkflow extends OperationWorkflow implements Reload {
    /** @param searchAttributes whether the server knows our search attributes */
    public ReloadWorkflow(boolean searchAttributes) {
        super(TYPE, searchAttributes);
    }

    @Override
    public CloneResult run(@Nullable CloneRequest given) {
        CloneRequest request = Failures.present(given);
        return new CloneStory(operation, request).run(target -> {
            if (target.current().isEmpty()) {
                throw Failures.refuse(
                        ErrorCode.NOT_FOUND,
                        target.instance() + " uses no database yet, so there is nothing to reload: clone it first");
            }
            return request.retention().orElse(Duration.ZERO);
        });
    }
}
