package io.bemade.odoo.workflows.retention;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Finds what nobody will delete: retired pairs whose clean-up got lost, and pairs whose operation was terminated before it
 * could undo them. Runs daily, by the schedule {@code retention-sweep}, or whenever it is started by hand.
 */
@WorkflowInterface
public interface RetentionSweep {
    String TYPE = "RetentionSweep";

    /** @return the databases that a clean-up was started for, or is waiting for already */
    @WorkflowMethod(name = TYPE)
    List<String> run();
}
