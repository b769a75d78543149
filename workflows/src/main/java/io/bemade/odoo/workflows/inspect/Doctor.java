package io.bemade.odoo.workflows.inspect;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Is everything in place that operations will need? Asked on the worker's side. */
@WorkflowInterface
public interface Doctor {
    @WorkflowMethod(name = "Doctor")
    List<Finding> run();

    /**
     * @param subject what was examined, such as {@code PostgreSQL server main}
     * @param detail what was found
     * @param remedy what to do; empty when good
     */
    record Finding(String subject, boolean good, String detail, String remedy) {}
}
